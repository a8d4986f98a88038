"""What somebody brings to be verified."""
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import Form

MOST_BYTES = 20 * 1024 * 1024


class FileForm(Form):
    """A roster as it was downloaded."""

    file = forms.FileField(label=gettext_lazy("清册 PDF 文件"), error_messages={"required": gettext_lazy("请先选择下载的 PDF 文件。")})

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件超过 20 MB，不是本系统出具的清册。请上传下载的原件。"))
        return file
