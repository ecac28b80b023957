resource "aws_ssm_parameter" "p" {
  name  = "/m"
  type  = "String"
  value = "${path.module}|${dirname(path.module)}|${fileexists("${path.module}/main.tf")}|${fileexists("${path.root}/main.tf")}"
}
