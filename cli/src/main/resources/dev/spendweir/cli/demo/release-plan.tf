# The plan beside this file, release-plan.json, was made of it by terraform 1.11.4, which brings the provider of
# terraform_data itself. To make it again:
#
#   terraform init
#   terraform apply -var release=41
#   terraform plan -var release=42 -out tfplan
#   terraform show -json tfplan > release-plan.json

variable "release" {
  type = number
}

variable "deploy_key" {
  type      = string
  sensitive = true
  default   = "not-a-secret-but-treated-as-one"
}

locals {
  regions = toset(["eu-central-1", "us-east-1"])
}

resource "terraform_data" "release" {
  input = { service = "checkout", release = var.release }
}

resource "terraform_data" "rollout" {
  for_each         = local.regions
  triggers_replace = [terraform_data.release.output.release]
  input            = { region = each.key, deploy_key = var.deploy_key }
}

resource "terraform_data" "canary" {
  count = var.release > 41 ? 1 : 0
  input = { region = "eu-central-1", share = 0.05 }
}
