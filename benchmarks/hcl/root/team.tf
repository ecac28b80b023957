module "zteam" {
  source = "./modules/zteam"

  stage      = var.stage
  vpc_id     = module.network.vpc_id
  subnet_ids = module.network.private_subnet_ids
  tags       = { Wave = "zcost" }
}
