"""People, the organisations they work in, and the roles an organisation or a person holds."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Area(models.Model):
    """An administrative area. `code` is its six-digit code (GB/T 2260)."""

    code = models.CharField("区划代码", primary_key=True, max_length=6)
    name = models.CharField("名称", max_length=40)
    # where drafts are tried: nothing in such an area is real, and it never becomes real
    is_sandbox = models.BooleanField("试用区", default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "区域"

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A unit or an office; `parent` is the body it belongs to."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="organisations")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField("名称", max_length=80)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "机构"
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="organisation_name_once")]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    def create_person(
        self, *, username: str, name: str, password: str | None, is_admin: bool = False
    ) -> Person:
        """A person who may sign in; without a password nobody can until one is set."""
        person = Person(username=username, name=name, is_admin=is_admin)
        person.set_password(password)
        person.save(force_insert=True)
        return person


class Person(AbstractBaseUser):
    """Who signs in. Rights come from posts, never from the person itself, but for administration."""

    username = models.CharField("账号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    email = models.EmailField("邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True)
    is_admin = models.BooleanField("系统管理员", default=False)

    USERNAME_FIELD = "username"
    objects = PersonManager()

    class Meta:
        verbose_name = verbose_name_plural = "人员"

    def __str__(self) -> str:
        return self.name

    @property
    def organisation(self) -> str:
        """The name of the organisation of the first post, "" without one. No query after `duties`."""
        from xunzhang.accounts.queries import duties

        return next((duty.organisation for duty in duties(self)), "")

    def may_open(self, url_name: str) -> bool:
        """Whether the main navigation offers a place to this person."""
        return self.is_admin or not url_name.startswith("administration:")


class Post(models.Model):
    """A role that a person exercises in an organisation. `role` is a role code of the packs."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField("角色", max_length=40)
    # hears of what the others of the office let lie
    is_leader = models.BooleanField("负责人", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        constraints = [models.UniqueConstraint(fields=["person", "organisation", "role"], name="post_once")]


class RoleBinding(models.Model):
    """Which organisation exercises a role in an area. A higher-level body may be bound in many areas."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="bindings")
    role = models.CharField("角色", max_length=40)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bindings")

    class Meta:
        verbose_name = verbose_name_plural = "角色绑定"
        constraints = [models.UniqueConstraint(fields=["area", "role", "organisation"], name="binding_once")]


class FeedKey(models.Model):
    """The secret address of a person's calendar feed. Of its word only the SHA-256 is kept."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="feed_key")
    digest = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField("开启")
    used_on = models.DateField("最近取用", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"
