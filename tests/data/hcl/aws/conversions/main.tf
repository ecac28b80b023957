variable "ports" {
  type    = list(string)
  default = [80, 443, "8080"]
}
variable "zones" {
  type    = set(string)
  default = ["b", "a", "b"]
}
variable "mixed" {
  type    = map(string)
  default = { number = 1.50, bool = true, text = "t" }
}
variable "pair" {
  type    = tuple([string, number, bool])
  default = [1, "2", "false"]
}

resource "aws_security_group" "g" {
  name        = var.pair[0]
  description = join(",", [for p in var.ports : tonumber(p) + 1])
  ingress {
    from_port   = var.ports[0]
    to_port     = var.ports[2]
    protocol    = 6
    cidr_blocks = toset(["10.0.0.0/8", "10.0.0.0/8"])
    self        = var.pair[2]
  }
  tags = var.mixed
}

resource "aws_elb" "e" {
  name                      = "e"
  availability_zones        = [for z in var.zones : "eu-central-1${z}"]
  cross_zone_load_balancing = "true"
  idle_timeout              = var.pair[1] + 58
  listener {
    instance_port      = tostring(8000)
    instance_protocol  = "HTTP"
    lb_port            = "443"
    lb_protocol        = "HTTPS"
    ssl_certificate_id = "arn:aws:iam::111111111111:server-certificate/x"
  }
}

resource "aws_launch_configuration" "c" {
  image_id                    = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  associate_public_ip_address = 1 == 1 ? "true" : "false"
  security_groups             = tolist(toset(["sg-2", "sg-1"]))
  root_block_device {
    volume_size = "8"
    encrypted   = tobool("false")
  }
}
