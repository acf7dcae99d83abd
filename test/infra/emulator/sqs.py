"""What moto's queues lack."""

import json

from moto.sqs import models

Queue = models.Queue


def keep_the_policy() -> None:
    """A change of any other attribute forgets the queue's policy, so that the next plan wants to set it again."""
    set_attributes = Queue._set_attributes

    def mended(self, attributes, now=None):
        policy = getattr(self, "policy", None)
        set_attributes(self, attributes, now)
        if "Policy" not in attributes:
            self.policy = policy

    Queue._set_attributes = mended


def tell_the_redrive_policies() -> None:
    """The provider waits for a RedriveAllowPolicy for ever, and compares a RedrivePolicy by its text, without spaces."""
    attributes = Queue.attributes.fget

    def mended(self):
        answer = attributes(self)
        if self.redrive_policy:
            answer["RedrivePolicy"] = json.dumps(self.redrive_policy, separators=(",", ":"))
        return answer

    Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]
    Queue.redrive_allow_policy = None
    Queue.attributes = property(mended)


def mend() -> None:
    keep_the_policy()
    tell_the_redrive_policies()
