variable "stage" {
  description = "Where this runs: production, staging or a developer's own."
  type        = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}

variable "office_ranges" {
  description = "Who may reach the tools of zteam from outside."
  type        = list(string)
  default     = ["198.51.100.0/24", "203.0.113.0/25"]
}

variable "tags" {
  type    = map(string)
  default = {}
}
