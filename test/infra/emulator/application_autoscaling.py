"""What moto's Application Auto Scaling lacks: tags, which the provider reads after every change."""

import json

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse as Response

tags_by_arn: dict[str, dict[str, str]] = {}


def list_tags_for_resource(self) -> str:
    return json.dumps({"Tags": tags_by_arn.get(self._get_param("ResourceARN"), {})})


def tag_resource(self) -> str:
    tags_by_arn.setdefault(self._get_param("ResourceARN"), {}).update(self._get_param("Tags"))
    return "{}"


def untag_resource(self) -> str:
    for key in self._get_param("TagKeys"):
        tags_by_arn.get(self._get_param("ResourceARN"), {}).pop(key, None)
    return "{}"


def tell_the_arn_of_a_target() -> None:
    """AWS answers with the ARN, by which the provider then asks for the tags."""
    register_scalable_target = Response.register_scalable_target

    def mended(self):
        register_scalable_target(self)
        of_dimension = self.applicationautoscaling_backend.targets[self._get_param("ScalableDimension")]
        target = of_dimension[self._get_param("ResourceId")]
        if self._get_param("Tags"):
            tags_by_arn[target.arn] = dict(self._get_param("Tags"))
        return json.dumps({"ScalableTargetARN": target.arn})

    Response.register_scalable_target = mended


def mend() -> None:
    Response.list_tags_for_resource = list_tags_for_resource
    Response.tag_resource = tag_resource
    Response.untag_resource = untag_resource
    tell_the_arn_of_a_target()
