"""The tables of Kageyu that the pages show, as they are."""
from django.db import models


class Unit(models.Model):
    code = models.TextField()
    name = models.TextField()
    sort = models.IntegerField()

    class Meta:
        managed, db_table = False, 'unit'


class Audit(models.Model):
    code = models.TextField()
    title = models.TextField()

    class Meta:
        managed, db_table = False, 'audit'


class Part(models.Model):
    audit = models.ForeignKey(Audit, models.PROTECT)
    number = models.IntegerField()
    code = models.TextField()
    title = models.TextField()

    class Meta:
        managed, db_table = False, 'audit_part'


class Target(models.Model):
    part = models.ForeignKey(Part, models.PROTECT)
    unit = models.ForeignKey(Unit, models.PROTECT)

    class Meta:
        managed, db_table = False, 'target'


class Visit(models.Model):
    target = models.ForeignKey(Target, models.PROTECT)
    day = models.DateField()
    start_time = models.TextField(null=True)
    end_time = models.TextField(null=True)
    place = models.TextField(null=True)
    method = models.TextField(null=True)
    team = models.TextField(null=True)
    facilities = models.TextField(null=True)

    class Meta:
        managed, db_table = False, 'visit'


class Catalog(models.Model):
    short_name = models.TextField()
    sort = models.IntegerField()

    class Meta:
        managed, db_table = False, 'catalog'


class Version(models.Model):
    catalog = models.ForeignKey(Catalog, models.PROTECT)

    class Meta:
        managed, db_table = False, 'catalog_version'


class Item(models.Model):
    version = models.ForeignKey(Version, models.PROTECT)
    sort = models.IntegerField()
    no = models.TextField()
    title = models.TextField()

    class Meta:
        managed, db_table = False, 'item'


class Judgement(models.Model):
    target = models.ForeignKey(Target, models.PROTECT)
    item = models.ForeignKey(Item, models.PROTECT)
    rev = models.IntegerField()
    level = models.TextField(null=True)
    comment = models.TextField(null=True)

    class Meta:
        managed, db_table = False, 'judgement'


class System(models.Model):
    name = models.TextField()

    class Meta:
        managed, db_table = False, 'ledger_system'


class Asset(models.Model):
    unit = models.ForeignKey(Unit, models.PROTECT)
    no = models.TextField(null=True)
    name = models.TextField()
    form = models.TextField(null=True)
    confidentiality = models.TextField(null=True)
    integrity = models.TextField(null=True)
    availability = models.TextField(null=True)
    importance = models.TextField(null=True)
    personal = models.TextField(null=True)
    system = models.ForeignKey(System, models.PROTECT, null=True)
    place = models.TextField(null=True)
    kept_years = models.IntegerField(null=True)
    kept_until = models.DateField(null=True)
    gone_on = models.DateField(null=True)

    class Meta:
        managed, db_table = False, 'ledger_asset'
