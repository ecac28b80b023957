module "region" {
  source = "./modules/region"
  count  = 2
  index  = count.index
  names  = count.index == 0 ? ["a", "b"] : ["c"]
}

resource "aws_ssm_parameter" "all" {
  name  = "/queues"
  type  = "StringList"
  value = join(",", flatten(module.region[*].queue_names))
}

resource "aws_ssm_parameter" "first" {
  name  = "/first"
  type  = "String"
  value = module.region[0].queues["b"].name
}
