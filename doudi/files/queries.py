import json
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from doudi.common import crypto
from doudi.common.refusals import Refusal
from doudi.files import rules
from doudi.files.models import File


def files_of(*, owner_noun: str, owner_key: object, kind: str = "") -> QuerySet[File]:
    """What belongs to one thing, oldest first."""
    found = File.objects.filter(owner_noun=owner_noun, owner_key=str(owner_key))
    return (found.filter(kind=kind) if kind else found).order_by("created_at", "id")


def open_file(file: File) -> bytes:
    """The content. Raises crypto.Unreadable when the file on disk is not the one stored."""
    return crypto.unseal(context_of(file.sha256), path_of(file.stored).read_bytes())


def taken(file: File) -> rules.Taken | None:
    """When and where a photograph says it was taken, for officers of its case only; the caller
    records the purpose. None where it did not say."""
    if file.taken_sealed is None:
        return None
    text = crypto.unseal(taken_context(file.pk), file.taken_sealed).decode()
    moment, latitude, longitude = json.loads(text)
    return rules.Taken(datetime.fromisoformat(moment) if moment else None, latitude, longitude)


def taken_context(file_id: UUID) -> str:
    return f"files.taken.{file_id}"


def decode_signature(text: str) -> bytes:
    """The PNG that a finger drew, from the data URL of a canvas. Refuses an empty drawing."""
    try:
        return rules.signature_of(text)
    except rules.Unfit as unfit:
        raise refusal(unfit.code, field="signature") from unfit


def context_of(sha256: str) -> str:
    return f"files.content:{sha256}"


def path_of(stored: str) -> Path:
    return Path(settings.DOUDI_FILES) / stored


def refusal(code: str, *, field: str = "file") -> Refusal:
    """The sentence for each reason why a file is not kept."""
    sentences = {
        "empty": _("这个文件是空的，请重新选择。"),
        "too_large": _("文件超过 20 MB，请压缩或重新拍照后再传。"),
        "wrong_type": _("这里不收这种文件，请换一个。照片请用 JPG 或 PNG 格式。"),
        "phone_picture": _(
            "这张照片是手机的 HEIC 格式，这里打不开。苹果手机：设置 → 相机 → 格式 → 兼容性最佳。"
            "华为、小米、OPPO、vivo：相机设置里关掉“高效格式（HEIF）”。改好再拍一张，或者传截屏。"
        ),
        "two_files": _("这个文件里还藏着别的内容，为了安全不能收。请重新拍一张照片再传。"),
        "too_many_pixels": _("照片太大，请把相机调到普通清晰度后重拍。"),
        "unreadable": _("照片打不开，请重新拍照后再传。"),
        "no_room": _("现在存不下文件，这一次没有保存。请过一会儿再试，或者告诉工作人员。"),
        "signature_empty": _("还没有签名，请在框内写下姓名。"),
        "signature_unreadable": _("签名没有传上来，请重新签一次。"),
    }
    return Refusal(f"files.{code}", sentences[code], field=field)
