resource "terraform_data" "node" {
  input = { tier = "basic", capacity_gb = 1.0 }
}
