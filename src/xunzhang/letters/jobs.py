"""What this room has done in the background."""

from __future__ import annotations

from datetime import date

from xunzhang.jobs.registry import Stride, Task, work
from xunzhang.letters import mailing, posting, pushing, services, wire
from xunzhang.letters.models import TRIES, Letter, Push


@work("post", "把通知写成邮件和推送", waits=posting.waits)
def post(task: Task) -> Stride:
    """A batch of notices in each stride."""
    made = posting.post(task.now)
    done = (task.cursor or 0) + made
    return Stride(done, done, None, bool(made), {"told": f"处理了 {done} 条通知。"})


@work("digest", "每日汇总的邮件", daily=posting.MORNING)
def digest(task: Task) -> Stride:
    """Some people in each stride; nothing on a rest day, so that the next working day has it all."""
    last = posting.digest(date.fromisoformat(task.args["day"]), task.cursor or 0, task.now)
    return Stride(last, more=last is not None)


def _send(task: Task) -> services.End | None:
    """Before the stride, with no transaction open: a slow server must not hold up anybody else."""
    letter = Letter.objects.select_related("person").get(key=task.args["key"])
    if letter.state in services.OVER:
        return None
    if reason := services.reason_to_drop(letter):
        return services.End("dropped", reason)
    letter.address = letter.person.email
    try:
        mailing.send(letter)
    except mailing.Unwanted as fault:
        return services.End("failed", str(fault))
    except Exception as fault:
        mailing.missed(letter, fault, task.now)
        raise
    return services.End("sent")


@work("letter", "寄信", ahead=_send, tries=TRIES)
def letter(task: Task) -> Stride:
    """Keep what became of it."""
    if task.ahead:
        services.settle(key=task.args["key"], end=task.ahead, now=task.now)
    return Stride(done=1, of=1)


def _push(task: Task) -> services.End | wire.Answer | None:
    """Before the stride, with no transaction open. An answer that is no success is tried again."""
    made = Push.objects.select_related("hook").get(key=task.args["key"])
    if made.state in services.OVER:
        return None
    if not made.hook.is_active:
        return services.End("dropped", "推送已停用")
    try:
        answer = pushing.deliver(made, task.now)
    except wire.NotAllowed as fault:
        return services.End("failed", str(fault))
    except wire.NoAnswer as fault:
        pushing.missed(made, str(fault), None, task.now)
        raise
    if not answer.is_good:
        told = f"对方应答 {answer.status}"
        pushing.missed(made, told, answer, task.now)
        raise wire.NoAnswer(told)
    return answer


@work("push", "推送", ahead=_push, tries=TRIES)
def push(task: Task) -> Stride:
    """Keep what became of it."""
    made = Push.objects.get(key=task.args["key"])
    if isinstance(task.ahead, wire.Answer):
        pushing.reached(made, task.ahead, task.now)
    elif task.ahead:
        pushing.given_up(made, task.ahead.state, task.ahead.fault, task.now)
    return Stride(done=1, of=1)
