locals {
  csv = csvdecode("name,port\nweb,80\ndb,5432\n")
  yaml = yamldecode(<<-EOT
    rules:
      - {port: 22, open: false}
      - {port: 443, open: true}
    owner: &o {team: core}
    copy: *o
  EOT
  )
  urls = [for name in ["a b", "c/d"] : urlencode(name)]
}
resource "aws_security_group_rule" "csv" {
  for_each          = { for row in local.csv : row.name => row }
  type              = "ingress"
  from_port         = each.value.port
  to_port           = each.value.port
  protocol          = "tcp"
  cidr_blocks       = ["10.0.0.0/8"]
  security_group_id = "sg-1"
}
resource "aws_security_group" "yaml" {
  name = local.yaml.copy.team
  dynamic "ingress" {
    for_each = [for rule in local.yaml.rules : rule if rule.open]
    content {
      from_port   = ingress.value.port
      to_port     = ingress.value.port
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}
resource "aws_ssm_parameter" "p" {
  for_each = {
    base64  = base64encode("Hällo")
    gzip    = length(base64gzip("x")) > 0
    md5     = md5("x")
    sha     = substr(sha256("x"), 0, 8)
    url     = join("&", local.urls)
    json    = jsonencode({ b = 1.5, a = [null, true, "<&>"], c = {} })
    yaml    = yamlencode({ a = ["x", 1, true, null], "b c" = {} })
    uuid5   = uuidv5("dns", "example.com")
    indent  = indent(2, "a\nb")
    regex   = join("|", regexall("[0-9]+", "a1b22c333"))
    named   = regex("(?P<year>\\d{4})-(?P<month>\\d\\d)", "on 2026-11-23").month
    repl    = replace("a.b.c", ".", "-")
    rrepl   = replace("hello world", "/(o)( ?)/", "$2$1")
    title   = title("hello wide-world")
    trim    = trim("??hi?!", "?!")
    split   = jsonencode(split(",", "a,,b,"))
    date    = formatdate("DD MMM YYYY hh:mm ZZZ", timeadd("2026-11-23T10:00:00Z", "36h"))
    cidr    = cidrhost("10.0.0.0/8", -2)
    mask    = cidrnetmask("172.16.0.0/12")
    v6      = cidrsubnet("fd00::/48", 16, 7)
    type    = jsonencode([tolist(["b", "a", "b"]), toset(["b", "a", "b"])])
    sum     = sum([1, 2.5, "3"])
    rev     = join("", reverse(split("", "abc")))
    range   = jsonencode(range(10, 0, -3))
    match   = jsonencode(matchkeys(["a", "b", "c"], ["1", "2", "1"], ["1"]))
    starts  = "${startswith("abc", "ab")}${endswith("abc", "x")}${strcontains("abc", "b")}"
    alltrue = "${alltrue([true, "true"])} ${anytrue([])}"
    signum  = "${signum(-3)} ${abs(-1.5)} ${log(8, 2)} ${min(3, 1)}"
  }
  name  = "/${each.key}"
  type  = "String"
  value = each.value
}
