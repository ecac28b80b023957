variable "name" {
  description = "Prefix of every name in the estate."
  type        = string
  default     = "storefront"
}

variable "stage" {
  description = "production or staging; decides sizes and whether people are woken."
  type        = string
  default     = "production"

  validation {
    condition     = contains(["production", "staging"], var.stage)
    error_message = "The stage is production or staging."
  }
}

variable "region" {
  description = "Where customers are served."
  type        = string
  default     = "eu-west-1"
}

variable "replica_region" {
  description = "Where copies of what must not be lost are kept."
  type        = string
  default     = "eu-central-1"
}

variable "account_id" {
  description = "The account the shop runs in."
  type        = string
  default     = "111122223333"
}

variable "vpc_cidr" {
  type    = string
  default = "10.40.0.0/16"
}

variable "zones" {
  description = "The Availability Zones to spread over, in the order of their subnets."
  type        = list(string)
  default     = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
}

variable "domain" {
  type    = string
  default = "shop.example.com"
}

variable "balancer_certificate_arn" {
  description = "Certificate of the load balancer, in the Region of the shop."
  type        = string
  default     = "arn:aws:acm:eu-west-1:111122223333:certificate/6a1f0c52-3d4e-4b7a-9c55-0d1e2f3a4b5c"
}

variable "cdn_certificate_arn" {
  description = "Certificate of the distribution; CloudFront wants it in us-east-1."
  type        = string
  default     = "arn:aws:acm:us-east-1:111122223333:certificate/0b9e8d7c-6a5b-4c3d-8e2f-1a0b9c8d7e6f"
}

variable "worker_image_id" {
  description = "The image our pipeline baked for the workers."
  type        = string
  default     = "ami-0a1b2c3d4e5f60718"
}
