variable "instance_type" {
  default = "t2.micro"
}
variable "subnets" {
  type    = list(string)
  default = ["subnet-1", "subnet-2"]
}
variable "amis" {
  type = map(string)
  default = {
    "eu-central-1" = "ami-0123456789abcdef0"
  }
}
resource "aws_instance" "web" {
  count                  = length(var.subnets)
  ami                    = lookup(var.amis, "eu-central-1")
  instance_type          = var.instance_type
  subnet_id              = element(var.subnets, count.index)
  vpc_security_group_ids = ["${aws_security_group.web.id}"]
  monitoring             = "true"
  tags = {
    Name = "web-${count.index}"
  }
}
resource "aws_security_group" "web" {
  name = "web"
  ingress {
    from_port   = "80"
    to_port     = "80"
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_elb" "e" {
  name      = "e"
  instances = aws_instance.web.*.id
  subnets   = var.subnets
  listener {
    instance_port     = 80
    instance_protocol = "http"
    lb_port           = 80
    lb_protocol       = "http"
  }
}
resource "aws_eip" "e" {
  instance = aws_instance.web.0.id
  vpc      = true
}
