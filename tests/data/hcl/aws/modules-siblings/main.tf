module "network" {
  source = "./modules/network"
  cidr   = "10.20.0.0/16"
}

module "network_dev" {
  source = "./modules/network"
  cidr   = "10.30.0.0/16"
  public = false
}

module "app" {
  source     = "./modules/app"
  vpc_id     = module.network.vpc_id
  subnet_ids = module.network.subnet_ids
  cidr       = module.network.cidr
}

module "app_dev" {
  source     = "./modules/app"
  vpc_id     = module.network_dev.vpc_id
  subnet_ids = module.network_dev.subnet_ids
  cidr       = module.network_dev.cidr
  port       = 8080
  depends_on = [module.app]
}
