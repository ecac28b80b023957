variable "origins" {
  default = {
    app = { domain = "app.example.com", headers = { X-A = "1", X-B = "2" }, custom = true }
    s3  = { domain = "b.s3.amazonaws.com", headers = {}, custom = false }
  }
}

resource "aws_cloudfront_distribution" "d" {
  enabled = true

  dynamic "origin" {
    for_each = var.origins
    iterator = it
    content {
      origin_id   = it.key
      domain_name = it.value.domain
      dynamic "custom_header" {
        for_each = it.value.headers
        content {
          name  = custom_header.key
          value = "${it.key}-${custom_header.value}"
        }
      }
      dynamic "custom_origin_config" {
        for_each = it.value.custom ? [1] : []
        content {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }
    }
  }

  default_cache_behavior {
    target_origin_id       = "app"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["HEAD", "GET"]
    forwarded_values {
      query_string = false
      cookies { forward = "none" }
    }
  }

  dynamic "ordered_cache_behavior" {
    for_each = [for name, one in var.origins : name if !one.custom]
    content {
      path_pattern           = "/${ordered_cache_behavior.value}/*"
      target_origin_id       = ordered_cache_behavior.value
      viewer_protocol_policy = ordered_cache_behavior.key == 0 ? "https-only" : "allow-all"
      allowed_methods        = ["GET", "HEAD"]
      cached_methods         = ["GET", "HEAD"]
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
