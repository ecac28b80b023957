locals {
  users = [{ name = "ann", groups = ["a", "b"] }, { name = "bob", groups = [] }]
}

resource "aws_instance" "i" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data     = templatefile("${path.module}/boot.sh.tftpl", { users = local.users, port = 8080, bucket = null })
}

resource "aws_instance" "j" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  user_data_base64            = base64encode(templatefile("boot.sh.tftpl", { users = [], port = "x", bucket = "y" }))
  user_data_replace_on_change = true
  metadata_options {
    http_tokens = "required"
  }
  root_block_device {
    encrypted = true
  }
}

resource "aws_ssm_document" "d" {
  name          = "setup"
  document_type = "Command"
  content = jsonencode(yamldecode(templatefile("${path.module}/run.yaml.tftpl", {
    commands = ["echo \"hi\"", "exit 0"]
  })))
}
