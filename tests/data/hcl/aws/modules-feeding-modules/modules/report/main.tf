variable "queues" {
  type = map(string)
}
variable "total" {}
data "aws_iam_policy_document" "p" {
  dynamic "statement" {
    for_each = var.queues
    content {
      sid       = replace(title(replace(statement.key, "-", " ")), " ", "")
      actions   = ["sqs:ReceiveMessage"]
      resources = [statement.value]
    }
  }
}
resource "aws_cloudwatch_dashboard" "d" {
  dashboard_name = "queues"
  dashboard_body = jsonencode({
    widgets = [for n, name in sort(keys(var.queues)) : { type = "metric", x = n * 6, properties = { title = name, total = var.total } }]
  })
}
output "policy" {
  value = data.aws_iam_policy_document.p.json
}
