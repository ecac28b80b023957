variable "clients" {
  default = {
    web    = { flows = ["code"], callback = ["https://example.com/cb"], secret = false }
    server = { flows = ["client_credentials"], callback = null, secret = true }
  }
}
resource "aws_cognito_user_pool" "p" {
  name                     = "p"
  mfa_configuration        = "OPTIONAL"
  auto_verified_attributes = ["email"]
  password_policy {
    minimum_length    = 12
    require_lowercase = true
    require_symbols   = true
  }
  software_token_mfa_configuration {
    enabled = true
  }
  admin_create_user_config {
    allow_admin_create_user_only = true
    invite_message_template {
      email_message = "Hello {username}, {####}"
      email_subject = "Hi"
      sms_message   = "{username} {####}"
    }
  }
  dynamic "schema" {
    for_each = ["tenant", "role"]
    content {
      name                = schema.value
      attribute_data_type = "String"
      mutable             = schema.key > 0
      string_attribute_constraints {
        min_length = 1
        max_length = 64 * (schema.key + 1)
      }
    }
  }
  user_pool_add_ons {
    advanced_security_mode = "ENFORCED"
  }
}
resource "aws_cognito_user_pool_client" "c" {
  for_each                             = var.clients
  name                                 = each.key
  user_pool_id                         = aws_cognito_user_pool.p.id
  generate_secret                      = each.value.secret
  allowed_oauth_flows                  = each.value.flows
  allowed_oauth_flows_user_pool_client = true
  callback_urls                        = each.value.callback
  allowed_oauth_scopes                 = ["openid"]
  explicit_auth_flows                  = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"]
  supported_identity_providers         = ["COGNITO"]
}
resource "aws_cognito_user_pool_domain" "d" {
  domain       = "login-${lower("ACME")}"
  user_pool_id = aws_cognito_user_pool.p.id
}
resource "aws_cognito_identity_pool" "i" {
  identity_pool_name               = "i"
  allow_unauthenticated_identities = true
  cognito_identity_providers {
    client_id               = aws_cognito_user_pool_client.c["web"].id
    provider_name           = aws_cognito_user_pool.p.endpoint
    server_side_token_check = false
  }
}
