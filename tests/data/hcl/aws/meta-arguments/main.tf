resource "aws_kms_key" "k" {
  description = "k"
  lifecycle {
    prevent_destroy       = true
    create_before_destroy = true
    ignore_changes        = [description, tags]
    precondition {
      condition     = terraform.workspace != ""
      error_message = "never"
    }
  }
}

moved {
  from = aws_kms_key.old
  to   = aws_kms_key.k
}

removed {
  from = aws_sqs_queue.gone
  lifecycle {
    destroy = false
  }
}

check "health" {
  assert {
    condition     = aws_kms_key.k.description == "k"
    error_message = "not k"
  }
}

resource "aws_instance" "i" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.nano"
  depends_on    = [aws_kms_key.k]

  connection {
    host = self.public_ip
  }
  provisioner "local-exec" {
    command = "echo ${self.id}"
  }
  timeouts {
    create = "60m"
  }
  ebs_block_device {
    device_name = "/dev/sdf"
    encrypted   = true
    kms_key_id  = aws_kms_key.k.arn
  }
}

output "id" {
  value     = aws_instance.i.id
  sensitive = true
  precondition {
    condition     = aws_instance.i.ami != ""
    error_message = "no ami"
  }
}
