output "balancer_name" {
  description = "Where the shop answers, behind CloudFront."
  value       = aws_lb.shop.dns_name
}

output "distribution_name" {
  value = aws_cloudfront_distribution.shop.domain_name
}

output "reports_url" {
  value = aws_apigatewayv2_stage.reports.invoke_url
}
