"""Internet domains of a company, from the directory or a moderator, never from a claimant."""

from django.db import models

from companies.models.company import Company


class Domain(models.Model):
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField("registrable domain, in ASCII", max_length=253, unique=True)

    def __str__(self) -> str:
        return self.name
