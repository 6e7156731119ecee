"""Sign-ins, passwords, rights and memberships in the audit trail, by signals.

By signals and not in the admin: they hold for every save and delete within Django, the
command line's too. A restored dump (``raw``) brings its own trail.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cms.utils.permissions import get_current_user
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.db.models import Model
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_save,
    pre_delete,
    pre_save,
)

from organisations import audit
from organisations.deeds import FAILED, SIGNED_IN, SIGNED_OUT
from organisations.models import Membership, Organisation, Role

RIGHTS = ("is_active", "is_staff", "is_superuser")


def watch() -> None:
    """Connect everything. Called once at start."""
    user = get_user_model()
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    user_login_failed.connect(_failed)
    for model in (user, Membership):
        pre_save.connect(_remember, sender=model)
        post_save.connect(_saved, sender=model)
        post_delete.connect(_deleted, sender=model)
    pre_delete.connect(_group_deleted, sender=Group)
    for sender in _sets():
        m2m_changed.connect(_rights_changed, sender=sender)


def _signed_in(user: Any, **kwargs: Any) -> None:
    who = audit.actor_id(user)
    audit.record(who, SIGNED_IN, "", person=who)


def _signed_out(user: Any, **kwargs: Any) -> None:
    if user is not None:
        who = audit.actor_id(user)
        audit.record(who, SIGNED_OUT, "", person=who)


def _failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    """Never what was typed: people type passwords into the field for the name."""
    people = get_user_model()
    typed = credentials.get(people.USERNAME_FIELD) or credentials.get("username")
    try:
        found = people.objects.get_by_natural_key(typed)
    except people.DoesNotExist:
        audit.record(audit.UNKNOWN, FAILED, "")
    else:
        audit.record(audit.UNKNOWN, FAILED, "", person=audit.actor_id(found))


def _remember(
    sender: Any, instance: Any, raw: bool, update_fields: Any, **kwargs: Any
) -> None:
    """Keep what the row says before it is saved."""
    instance._was = None
    watched = {"password", *RIGHTS, "role"}
    if raw or instance.pk is None or not watched & set(update_fields or watched):
        return
    instance._was = sender._base_manager.filter(pk=instance.pk).first()


def _saved(
    instance: Any, created: bool, raw: bool, update_fields: Any, **kwargs: Any
) -> None:
    was = instance.__dict__.pop("_was", None)
    if raw or (was is None and not created):
        return
    facts, before = _facts(instance), _facts(was) if was else {}
    changes = {
        name: [before.get(name), value]
        for name, value in facts.items()
        if before.get(name) != value
    }
    if created or changes:
        _record("add" if created else "change", instance, changes=changes)
    if was is not None and getattr(was, "password", "") != getattr(
        instance, "password", ""
    ):
        # Django hashes a password anew at sign-in when its rules got stricter.
        same = update_fields == {"password"} and instance._password is None
        audit.record(
            _actor(),
            "rehash password" if same else "change password",
            "",
            person=audit.actor_id(instance),
        )


def _deleted(instance: Any, origin: Any = None, **kwargs: Any) -> None:
    facts = {name: [value, None] for name, value in _facts(instance).items()}
    _record("delete", instance, origin, changes=facts)


def _record(verb: str, instance: Any, origin: Any = None, **details: Any) -> None:
    if not isinstance(instance, Membership):
        person = audit.actor_id(instance)
        audit.record(_actor(), f"{verb} user", "", person=person, **details)
        return
    # Deleted together with its organisation, it leaves an entry that belongs to none.
    ends = getattr(origin, "model", type(origin)) is Organisation
    audit.record(
        _actor(),
        f"{verb} membership",
        instance.organisation,
        None if ends else instance.organisation,
        person=f"user:{instance.user_id}",
        **details,
    )


def _facts(instance: Any) -> dict[str, Any]:
    if isinstance(instance, Membership):
        return {"role": Role(instance.role).name.lower()}
    return {name: getattr(instance, name) for name in RIGHTS}


def _group_deleted(instance: Group, **kwargs: Any) -> None:
    people = get_user_model().objects.filter(groups=instance)
    for person in people:
        audit.record(
            _actor(), "change user", "", person=audit.actor_id(person),
            changes={"groups": [[instance.name], []]},
        )  # fmt: skip
    audit.record(_actor(), "delete group", instance)


def _sets() -> dict[Any, tuple[type[Model], str]]:
    """What gives rights: through which table, and whose they are."""
    user: Any = get_user_model()
    return {
        user.groups.through: (user, "groups"),
        user.user_permissions.through: (user, "user_permissions"),
        Group.permissions.through: (Group, "permissions"),
    }


def _rights_changed(
    sender: Any, instance: Any, action: str, reverse: bool, pk_set: Any, **kwargs: Any
) -> None:
    """Groups and rights given or taken, from either side."""
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    model, name = _sets()[sender]
    owners: Iterable[Any]
    rights: Iterable[Any]
    if reverse:
        wanted = {name: instance} if pk_set is None else {"pk__in": pk_set}
        owners, rights = model._default_manager.filter(**wanted), [instance]
    else:
        found = getattr(instance, name).all()
        chosen = found if pk_set is None else found.model.objects.filter(pk__in=pk_set)
        owners, rights = [instance], chosen
    codes = [".".join(reversed(right.natural_key()[:2])) for right in rights]
    if not codes:
        return
    moved: list[Any] = [[], codes] if action == "post_add" else [codes, []]
    for owner in owners:
        if isinstance(owner, Group):
            audit.record(_actor(), "change group", owner, changes={name: moved})
        else:
            _record("change", owner, changes={name: moved})


def _actor() -> str:
    return audit.actor_id(get_current_user())
