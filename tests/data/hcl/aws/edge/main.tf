variable "blocked" {
  default = ["192.0.2.0/24"]
}
resource "aws_s3_bucket" "site" {
  bucket = "site"
}
resource "aws_cloudfront_origin_access_control" "o" {
  name                              = "o"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}
resource "aws_cloudfront_distribution" "d" {
  enabled             = true
  default_root_object = "index.html"
  aliases             = ["www.example.com"]
  web_acl_id          = aws_wafv2_web_acl.w.arn
  origin {
    domain_name              = aws_s3_bucket.site.bucket_regional_domain_name
    origin_id                = "s3"
    origin_access_control_id = aws_cloudfront_origin_access_control.o.id
  }
  default_cache_behavior {
    allowed_methods            = ["GET", "HEAD", "OPTIONS"]
    cached_methods             = ["GET", "HEAD"]
    target_origin_id           = "s3"
    viewer_protocol_policy     = "redirect-to-https"
    response_headers_policy_id = aws_cloudfront_response_headers_policy.h.id
    cache_policy_id            = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  }
  logging_config {
    bucket = "logs.s3.amazonaws.com"
  }
  restrictions {
    geo_restriction {
      restriction_type = "whitelist"
      locations        = ["DE", "AT", "CH"]
    }
  }
  viewer_certificate {
    acm_certificate_arn      = "arn:aws:acm:us-east-1:111111111111:certificate/x"
    ssl_support_method       = "sni-only"
    minimum_protocol_version = "TLSv1.2_2021"
  }
}
resource "aws_cloudfront_response_headers_policy" "h" {
  name = "h"
  security_headers_config {
    strict_transport_security {
      access_control_max_age_sec = 31536000
      override                   = true
    }
  }
}
resource "aws_wafv2_ip_set" "i" {
  count              = length(var.blocked) > 0 ? 1 : 0
  name               = "blocked"
  scope              = "REGIONAL"
  ip_address_version = "IPV4"
  addresses          = var.blocked
}
resource "aws_wafv2_web_acl" "w" {
  name  = "w"
  scope = "REGIONAL"
  default_action {
    allow {}
  }
  dynamic "rule" {
    for_each = { CommonRuleSet = 10, KnownBadInputsRuleSet = 20 }
    content {
      name     = rule.key
      priority = rule.value
      override_action {
        none {}
      }
      statement {
        managed_rule_group_statement {
          name        = "AWSManagedRules${rule.key}"
          vendor_name = "AWS"
        }
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = false
      }
    }
  }
  dynamic "rule" {
    for_each = aws_wafv2_ip_set.i[*].arn
    content {
      name     = "blocked"
      priority = 1
      action {
        block {}
      }
      statement {
        ip_set_reference_statement {
          arn = rule.value
        }
      }
      visibility_config {
        cloudwatch_metrics_enabled = false
        metric_name                = "blocked"
        sampled_requests_enabled   = false
      }
    }
  }
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "w"
    sampled_requests_enabled   = true
  }
}
resource "aws_route53_zone" "z" {
  name = "example.com"
}
resource "aws_route53_record" "r" {
  for_each = toset(["A", "AAAA"])
  zone_id  = aws_route53_zone.z.zone_id
  name     = "www"
  type     = each.key
  alias {
    name                   = aws_cloudfront_distribution.d.domain_name
    zone_id                = aws_cloudfront_distribution.d.hosted_zone_id
    evaluate_target_health = false
  }
}
resource "aws_route53_record" "mx" {
  zone_id = aws_route53_zone.z.id
  name    = ""
  type    = "MX"
  ttl     = "300"
  records = [for n in range(1, 3) : "${n * 10} mx${n}.example.com"]
}
