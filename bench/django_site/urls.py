from django.urls import path

from audits import views

urlpatterns = [
    path('ledgers/assets', views.assets, name='assets'),
    path('ledgers/assets/<int:asset>', views.asset, name='asset'),
    path('audits/<str:audit>/visits', views.visits, name='visits'),
    path('audits/<str:audit>/parts/<str:part>/matrix', views.matrix, name='matrix'),
    path('audits/<str:audit>/parts/<str:part>/units/<str:unit>', views.section, name='section'),
    path('audits/<str:audit>/visits/<int:visit>', views.visit, name='visit'),
    path('audits/<str:audit>/judgements/<int:judgement>', views.judgement, name='judgement'),
]
