import pytest
from django.test import Client
from organisations.models import *
from policies.models import *
from tests import world
from tests.policies import cms_world
from tests.policies.admin_world import *
pytestmark = pytest.mark.django_db

@pytest.fixture
def w():
    class W: pass
    w=W()
    w.acme=cms_world.organisation("acme"); w.bolt=cms_world.organisation("bolt")
    w.page=cms_world.landing(w.acme); w.bpage=cms_world.landing(w.bolt)
    for n,r in (("viewer",Role.VIEWER),("editor",Role.EDITOR),("approver",Role.APPROVER),("owner",Role.OWNER)):
        for o in (w.acme,w.bolt):
            u=world.person(f"{n}_{o.slug}",r,o); c=cms_world.staff(u,o); c.raise_request_exception=False
            setattr(w,f"{n}_{o.slug}",c)
    return w

def show(name, r):
    print(f"{name:55s} {r.status_code} {r.headers.get('Location','')}")

def test_it(w, capsys):
    from django.db import connection, transaction
    def go(name, c, m, url, data=None, **k):
        sid=transaction.savepoint()
        try:
            r=getattr(c,m)(url,data or {},**k)
        except Exception as e:
            print(f"{name:55s} EXC {type(e).__name__} {e}"[:150]); transaction.savepoint_rollback(sid); return None
        show(name,r)
        if r.status_code==500: transaction.savepoint_rollback(sid)
        return r
    with capsys.disabled():
        print()
        o=w.owner_bolt
        r=go("hijack host path", o,"post","/admin/organisations/rebranding/add/",{"old_name":"x","old_host":"acme.localhost","old_path":"/nl/privacy/","organisation":w.bolt.pk,"mode":"redirect","paths":""})
        print([str(x) for x in Rebranding.objects.all()])
        show("acme policy", Client().get("/nl/privacy/",headers={"host":"acme.localhost"}))
        cid=cms_world.content(w.page).pk
        q="".join(f"_{ord(ch):02X}" for ch in str(cid))
        for n in ("change","delete","history"):
            go(f"plain {n}", w.editor_bolt,"get",f"/admin/cms/pagecontent/{cid}/{n}/")
            go(f"quoted {n} {q}", w.editor_bolt,"get",f"/admin/cms/pagecontent/{q}/{n}/")
        vid=cms_world.version(w.page).pk
        q="".join(f"_{ord(ch):02X}" for ch in str(vid))
        for n in "archive publish unpublish edit-redirect revert compare discard unlock change delete history".split():
            for m in ("get","post"):
                go(f"version {m} plain {n}", w.approver_bolt,m,f"/admin/djangocms_versioning/pagecontentversion/{vid}/{n}/")
                go(f"version {m} quoted {n}", w.approver_bolt,m,f"/admin/djangocms_versioning/pagecontentversion/{q}/{n}/")
        bvid=cms_world.version(w.bpage).pk
        go("compare_to quoted", w.approver_bolt,"get",f"/admin/djangocms_versioning/pagecontentversion/{bvid}/compare/?compare_to={q}")
        p=w.acme.policies.first()
        go("reorder ²", w.editor_acme,"post","/admin/policies/processor/reorder/",{"row":["²"]})
        go("reorder huge", w.editor_acme,"post","/admin/policies/processor/reorder/",{"row":["9"*30]})
        go("kinds parent ²", w.editor_acme,"get",address(p,"draft/kinds/?parent=²"))
        row=section(p,"retention")
        d=sent(w.editor_acme, edit_address(row))
        go("row TOTAL junk", w.editor_acme,"post",edit_address(row),{**d,"row":"add","entries-TOTAL_FORMS":"x"})
        go("row TOTAL neg", w.editor_acme,"post",edit_address(row),{**d,"row":"add","entries-TOTAL_FORMS":"-5"})
        go("row up ²", w.editor_acme,"post",edit_address(row),{**d,"row":"up:²"})
        go("ORDER ²", w.editor_acme,"post",edit_address(row),{**d,"row":"up:0","entries-0-ORDER":"²"})
        go("save ORDER nan", w.editor_acme,"post",edit_address(row),{**d,"entries-0-ORDER":"nan"})
        go("save no mgmt", w.editor_acme,"post",edit_address(row),{})
        go("seen huge", w.editor_acme,"post",edit_address(row),{**d,"seen":"9"*30,"heading_nl":"q"})
        go("seen junk", w.editor_acme,"post",edit_address(row),{**d,"seen":"x","heading_nl":"q"})
        go("uid junk", w.editor_acme,"post",edit_address(row),{**d,"entries-0-uid":"<script>alert(1)</script>"})
        go("kind junk", w.editor_acme,"post",edit_address(row),{**d,"kind":"zzz"})
        go("section huge", w.editor_acme,"get",address(p,"draft/sections/"+"9"*30+"/"))
        go("policy huge", w.editor_acme,"get","/admin/policies/policy/"+"9"*30+"/draft/")
        go("policy 5000 digits", w.editor_acme,"get","/admin/policies/policy/"+"9"*5000+"/draft/")
        go("version number huge", w.approver_acme,"get",address(p,"versions/"+"9"*30+"/withdraw/"))
        go("delete seen ²", w.editor_acme,"post",address(p,f"draft/sections/{row.pk}/delete/"),{"seen":"²"})
        go("move huge", w.editor_acme,"post",address(p,"draft/move/"),{"seen":"1","outline":"9"*25+":"})
        go("move many colons", w.editor_acme,"post",address(p,"draft/move/"),{"seen":"1","outline":"1:2:3"})
        go("publish seen huge", w.approver_acme,"post",address(p,"publish/"),{"seen":"9"*30,"when":"now","material":"no"})
        go("publish day 9999", w.approver_acme,"post",address(p,"publish/"),{"seen":"0","when":"day","day":"9999-12-31","material":"no"})
        go("publish day 0001", w.approver_acme,"post",address(p,"publish/"),{"seen":"0","when":"day","day":"0001-01-01","material":"no"})
        for c,n in ((w.editor_acme,"heading_nl"),(w.editor_acme,"intro_nl"),(w.editor_acme,"entries-0-term_nl")):
            for bad in ("\0","a\x01b","a\ud800","\ufffe"):
                try: r=go(f"save {n} {bad!r}", c,"post",edit_address(row),{**d,n:bad})
                except UnicodeEncodeError: print("client refuses surrogate")
        for u in ["/admin/policies/policy/?organisation=%00","/admin/policies/policy/?q=%00","/admin/policies/policy/?kind__exact=%00","/admin/organisations/auditentry/?action=%00","/admin/organisations/auditentry/?at__year=99999","/admin/policies/version/?effective_from__year=0","/admin/policies/version/?effective_from__year=99999","/admin/policies/policy/%00/change/","/admin/policies/policy/?organisation__slug=acme","/admin/policies/policy/?p=99999999999999","/admin/policies/policy/?o=99999.x","/admin/autocomplete/?app_label=policies&model_name=policy&field_name=organisation","/admin/autocomplete/?app_label=%00","/admin/r/9/1/","/admin/r/%00/1/","/admin/r/²/1/","/admin/r/1/%00/","/admin/cms/page/?q=%00","/admin/cms/pagecontent/?language=%00","/admin/cms/pagecontent/get-tree/?nodeId=1&openNodes[]=²","/admin/cms/usersettings/cms-toolbar/?obj_id=%00&obj_type=cms.pagecontent&cms_path=/","/admin/cms/usersettings/cms-toolbar/?obj_id=1&obj_type=auth.user&cms_path=/","/admin/cms/usersettings/cms-toolbar/?cms_path=//evil/","/admin/cms/usersettings/cms-toolbar/","/admin/policies/policy/1/draft/preview/nl/?language=%00","/admin/cms/placeholder/object/99999999999999999999/edit/1/","/admin/cms/placeholder/object/1/edit/99999999999999999999999/","/admin/cms/placeholder/add-plugin/","/admin/cms/placeholder/cms_wizard/create/?page=x&language=%00","/nl/%00/","/nl/x%00y/","/%00","/nl/a.b/","/admin/x%00/", "/admin/%0d%0aX:/"]:
            go("GET "+u, w.owner_acme,"get",u)
        for u in ["/nl/%00/","/nl/x%00y/","/%00","/nl/a//b/","/static/%00","/static/../../etc/passwd","/nl/"+"a"*3000+"/","//evil.example/%2e%2e","//evil.example","/nl/..//evil.example","/%5Cevil.example","/nl/privacy","/xx/privacy","/nl/privacy/v/1%D9%A3/","/nl/privacy/on/0001-01-01/","/nl/privacy/op/2022-02-30/","/nl/privacy/v/999999999/"]:
            go("PUB "+u, Client(raise_request_exception=False),"get",u,headers={"host":"acme.localhost"})
        go("switch NUL", w.editor_acme,"post","/admin/organisations/organisation/switch/",{"organisation":"\0"})
        go("setlang", w.editor_acme,"post","/i18n/setlang/",{"language":"\0","next":"//evil.example"})
        go("setlang get", w.editor_acme,"get","/i18n/setlang/?next=//evil.example")
        base={"email":"","password":"Sekreet-123-xyz","organisation":w.acme.pk,"role":40}
        print(list(Role))
        go("member fullwidth", w.owner_acme,"post","/admin/organisations/membership/add/",{**base,"username":"ｏwner_acme","role":int(Role.VIEWER)})
        go("member other org", w.owner_acme,"post","/admin/organisations/membership/add/",{**base,"username":"owner_acme","organisation":w.bolt.pk,"role":int(Role.OWNER)})
        for i in (1,2):
            go(f"policy one language {i}", w.editor_acme,"post","/admin/policies/policy/add/",{"organisation":w.acme.pk,"kind":"privacy","title_nl":f"Iets {i}","position":0,"title_en":"","slug_nl":"","slug_en":""})
            go(f"policy chinese {i}", w.editor_acme,"post","/admin/policies/policy/add/",{"organisation":w.acme.pk,"kind":"privacy","title_nl":f"中文","position":0,"title_en":"中文","slug_nl":"","slug_en":""})
        print([(x.slug_nl,x.slug_en) for x in w.acme.policies.all()])
        go("editor changes slug", w.editor_acme,"post",address(p,"change/"),{"kind":"privacy","title_nl":"GEKAAPT","title_en":"HIJACK","slug_nl":"elders","slug_en":"elsewhere","position":0})
        p.refresh_from_db(); print(p.slug_nl,p.title_nl)
        go("policy position huge", w.editor_acme,"post",address(p,"change/"),{"kind":"privacy","title_nl":"x","title_en":"y","slug_nl":"elders","slug_en":"elsewhere","position":"9"*12})
        go("pos 5e9", w.editor_acme,"post",address(p,"change/"),{"kind":"privacy","title_nl":"x","title_en":"y","slug_nl":"elders","slug_en":"elsewhere","position":"5000000000"})
