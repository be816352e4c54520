#!/bin/sh
# Makes the plans of src/test/resources/dev/spendweir/plan/plans with the terraform on the PATH.
# terraform_data is built in, so nothing is downloaded. The ids and timestamps differ from run to run;
# the tests look at neither.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out="$here/../resources/dev/spendweir/plan/plans"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1

# start NAME: a fresh copy of base, applied
start() {
  dir="$work/$1"
  cp -R "$here/base" "$dir"
  cd "$dir"
  terraform init -input=false -no-color >/dev/null
  [ "${2:-applied}" = new ] || terraform apply -auto-approve -input=false -no-color >/dev/null
}

# show NAME [plan options]: plans and writes the JSON
show() {
  name=$1
  shift
  terraform plan -input=false -no-color -out=tfplan "$@" >/dev/null || true
  terraform show -json tfplan >"$out/$name.json"
}

edit() { sed "$1" main.tf >main.tf.new && mv main.tf.new main.tf; }

start create new; show 01-create
start no-op; show 02-no-op
start update; edit 's/size = 4/size = 8/'; show 03-update
start replace; edit 's/"v1"/"v2"/'; show 04-replace
start shrink; edit 's/count = 2/count = 1/'; show 05-delete-partial
start destroy; show 06-destroy -destroy
start cbd; edit 's/  triggers_replace = \["v1"\]/  triggers_replace = ["v2"]\n  lifecycle {\n    create_before_destroy = true\n  }/'; show 07-create-before-destroy
start sensitive; edit 's/correct horse/wrong horse/'; show 08-sensitive-replace
start target new; show 09-target -target=terraform_data.web
start move
edit 's/resource "terraform_data" "web"/resource "terraform_data" "front"/; s/terraform_data\.web :/terraform_data.front :/'
cat >>main.tf <<'T'

moved {
  from = terraform_data.web
  to   = terraform_data.front
}
T
show 10-moved
start forget
edit '/^resource "terraform_data" "secret"/,/^}/d'
cat >>main.tf <<'T'

removed {
  from = terraform_data.secret
  lifecycle {
    destroy = false
  }
}

import {
  to = terraform_data.adopted
  id = "0e8f6f2e-8a3e-4d5f-9a70-000000000001"
}

resource "terraform_data" "adopted" {}
T
show 11-forget-and-import
start outputs; edit 's/w.output.name\]/upper(w.output.name)]/'; show 12-outputs-only
start errored
cat >>main.tf <<'T'

resource "terraform_data" "guarded" {
  lifecycle {
    precondition {
      condition     = length(terraform_data.web) > 5
      error_message = "At least six are needed."
    }
  }
}
T
show 13-errored
start replan new; show 14-create-again

mkdir "$work/values"
cd "$work/values"
printf 'output "greeting" {\n  value = "hello"\n}\n' >main.tf
terraform init -input=false -no-color >/dev/null
show 15-no-resource-changes
