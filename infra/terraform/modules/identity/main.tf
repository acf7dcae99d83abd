# Roles, by whom they are for: lab.tf, instances.tf (ECS nodes), tasks.tf and task-policies.tf (services).
# Every ARN is made from names, so that a policy is known before anything is built and can be read in a plan.
