variable "name" {}
variable "key" {}
variable "kms" { default = null }
resource "aws_s3_bucket" "b" {
  bucket_prefix = "x"
}
module "sub" {
  source = "../sub"
  bucket = aws_s3_bucket.b.id
  key    = var.key
}
output "id" { value = aws_s3_bucket.b.id }
output "name" { value = var.name }
