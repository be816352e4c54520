variable "password" {
  type      = string
  sensitive = true
  default   = "correct horse battery staple"
}

module "cache" {
  source = "./cache"
}

resource "terraform_data" "web" {
  count = 2
  input = { size = 4, rate = 1.50, name = "web-${count.index}" }
}

resource "terraform_data" "zone" {
  for_each         = toset(["a", "b/c"])
  input            = each.key
  triggers_replace = ["v1"]
}

resource "terraform_data" "secret" {
  triggers_replace = { login = "app", password = var.password }
}

output "names" {
  value = [for w in terraform_data.web : w.output.name]
}

output "password" {
  value     = var.password
  sensitive = true
}
