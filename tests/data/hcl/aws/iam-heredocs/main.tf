variable "bucket" {
  default = "acme"
}

resource "aws_iam_policy" "plain" {
  name   = "plain"
  policy = <<EOT
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["s3:Get*"], "Resource": "arn:aws:s3:::${var.bucket}/$${aws:username}/*"}
  ]
}
EOT
}

resource "aws_iam_policy" "indented" {
  name = "indented"
  description = trimspace(<<-EOT
      first
        second
      third ${1 + 1}
    EOT
  )
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        %{~for n, action in ["a", "b"]~}
        {"Effect": "Allow", "Action": "s3:${action}", "Resource": "*"}%{if n == 0},%{endif}
        %{~endfor~}
      ]
    }
  EOT
}

resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = <<-POLICY
    {"Version": "2012-10-17", "Statement": [{
      "Effect": "Allow",
      "Principal": {"Service": "%{if var.bucket == "acme"}ec2%{else}ecs%{endif}.amazonaws.com"},
      "Action": "sts:AssumeRole"
    }]}
  POLICY
}

resource "aws_iam_role_policy" "unknown" {
  name   = "u"
  role   = aws_iam_role.r.name
  policy = <<-EOT
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "${aws_iam_role.r.arn}"}]}
  EOT
}

resource "aws_ssm_parameter" "p" {
  name  = "/x"
  type  = "String"
  value = <<EOT
line "one"
	tabbed \n not escaped
${"quoted ${var.bucket}"} %%{literal}
EOT
}
