# hash
// slashes
/* block
   comment { } */
resource "aws_security_group" "odd-name" { name = "one-line" }
resource "aws_sns_topic" "unquoted" {
  name = "unquoted" # trailing
}
resource "aws_sqs_queue" "q" {
  /* inside */ name = "a${/* in template */ "b"}c"
  tags = { "quoted key" = 1, (upper("computed")) = 2, bare : 3,
    newline = 4
  }
  policy = jsonencode({
    # comment in an object
    "Version" : "2012-10-17", Statement = [], // another
  })
  message_retention_seconds = (
    60 * 60
    * 24
  )
}
resource "aws_ssm_parameter" "unicode" {
  name  = "/ümläut"
  type  = "String"
  value = "tab\there \u00e9 \U0001F600 \"q\" \\ $${x} %%{y} ${"nested \"${1 + 1}\""}"
}
