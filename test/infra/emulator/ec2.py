"""What moto's machines and networks lack."""

from moto.ec2.models import security_groups
from moto.ec2.responses.launch_templates import LaunchTemplates


def tell_descriptions_of_rules() -> None:
    """The description of a rule that names a group is lost, so that each plan wants to write it."""
    security_groups.SecurityGroupRule.description = property(
        lambda self: self.ip_range.get("Description") or self.source_group.get("Description")
    )


def keep_templates_and_their_tags_apart() -> None:
    """The tags of a launch template itself come back as tags of what it launches: a difference in each plan."""
    create_launch_template = LaunchTemplates.create_launch_template

    def mended(self):
        answer = create_launch_template(self)
        template = self.ec2_backend.get_launch_template(answer.result["LaunchTemplate"]["LaunchTemplateId"])
        data = template.versions[-1].data
        data["TagSpecifications"] = [
            tags for tags in data.get("TagSpecifications", []) if tags.get("ResourceType") != "launch-template"
        ]
        return answer

    LaunchTemplates.create_launch_template = mended


def mend() -> None:
    tell_descriptions_of_rules()
    keep_templates_and_their_tags_apart()
