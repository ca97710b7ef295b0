"""The schedule of an audit, the matrix and a ledger, with the ORM and templates, as one writes them."""
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from audits.models import Asset, Audit, Item, Judgement, Part, Target, Visit

ROWS = 100  # of a page, as ours
ORDERS = {'': ('unit__sort', 'no'), 'name': ('name', 'id'), 'system': ('system__name', 'id')}
LEVELS = ('5', '4', '3', '2', '1')


@login_required
def visits(request, audit):
    audit = get_object_or_404(Audit, code=audit)
    rows = (Visit.objects.filter(target__part__audit=audit)
            .select_related('target__part', 'target__unit')
            .order_by('day', 'start_time', 'target__part__number', 'target__unit__sort', 'id'))
    unvisited = (Target.objects.filter(part__audit=audit, visit__isnull=True)
                 .select_related('part', 'unit').order_by('part__number', 'unit__sort'))
    return render(request, 'visits.html', {'audit': audit, 'visits': rows,
                                           'unvisited': unvisited})


def mean(cells):
    levels = [int(cell['level']) for cell in cells if cell['level'] in LEVELS]
    return f'{sum(levels) / len(levels):.2f}' if levels else '—'


@login_required
def matrix(request, audit, part):
    part = get_object_or_404(Part.objects.select_related('audit'), audit__code=audit, code=part)
    items = (Item.objects.filter(judgement__target__part=part).distinct()
             .select_related('version__catalog').order_by('version__catalog__sort', 'sort'))
    cells = (Judgement.objects.filter(target__part=part)
             .order_by('target__unit__sort', 'item__version__catalog__sort', 'item__sort')
             .values('id', 'rev', 'level', 'comment', 'target_id', 'target__unit__code',
                     'target__unit__name'))
    rows = []
    for _, row in groupby(cells, lambda cell: cell['target_id']):
        row = list(row)
        rows.append({'unit': row[0], 'cells': row, 'mean': mean(row)})
    return render(request, 'matrix.html', {'part': part, 'items': items, 'rows': rows})


@login_required
def assets(request):
    rows = (Asset.objects.filter(gone_on__isnull=True).select_related('unit', 'system')
            .order_by(*ORDERS[request.GET.get('sort', '')]))
    if request.GET.get('word'):
        rows = rows.filter(name__contains=request.GET['word'])
    page = Paginator(rows, ROWS).get_page(request.GET.get('page'))
    return render(request, 'assets.html', {'page': page})


def section(request, audit, part, unit):
    """What the links point to is not measured."""
    return HttpResponse(f'{audit} {part} {unit}')


def visit(request, audit, visit):
    return HttpResponse(f'{audit} {visit}')


def judgement(request, audit, judgement):
    return HttpResponse(f'{audit} {judgement}')


def asset(request, asset):
    return HttpResponse(f'{asset}')
