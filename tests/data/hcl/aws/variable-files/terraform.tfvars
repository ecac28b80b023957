region = "eu-west-3"
names  = ["from-tfvars"]
size   = 1
