"""Addresses of complaints. Words of ours come before `<reference>`, so that no reference shadows them."""

from django.urls import include, path

from complaints.views import (
    accounts,
    answer,
    answering,
    browse,
    case,
    channels,
    connections,
    copies,
    demo,
    desk,
    evidence,
    filing,
    hearing,
    methodology,
    moderation,
    sharing,
    starting,
    switchboard,
    team,
    webhooks,
)

app_name = "complaints"

case_urls = [
    path("", case.case, name="case"),
    path("reply/", case.reply, name="reply"),
    path("word/", case.word, name="word"),
    path("withdraw/", case.withdraw, name="withdraw"),
    path("give-up/", case.give_up, name="give_up"),
    path("escalate/", case.escalate, name="escalate"),
    path("reopen/", case.reopen, name="reopen"),
    path("offer/", case.offer_elsewhere, name="offer_elsewhere"),
    path("take-back/", case.take_back, name="take_back"),
    path("replies/<int:reply_id>/contest/", case.contest, name="contest"),
    path("card.png", copies.card, name="card"),
    path("share/", sharing.share, name="share"),
    path("pass-on/", sharing.pass_on, name="pass_on"),
    path("share/<int:shared_id>/take-off/", sharing.take_off, name="share_take_off"),
    path("thanks/", copies.thanks, name="thanks"),
    path("copies/<int:posting_id>/edit/", copies.edit, name="copy_edit"),
    path("copies/<int:posting_id>/<slug:act>/", case.copy, name="copy"),
]

filing_urls = [
    path("", filing.resume, name="filing"),
    path("card.png", copies.card_draft, name="card_draft"),
    path("check/", filing.check, name="filing_check"),
    path("company/", filing.company, name="filing_company"),
    path("discard/", filing.discard, name="filing_discard"),
    path("done/", filing.done, name="filing_done"),
    path("evidence/", evidence.add, name="filing_evidence"),
    path("evidence/<int:evidence_id>/remove/", evidence.remove, name="filing_evidence_remove"),
    path("ledger/", filing.ledger, name="filing_ledger"),
    path("ledger/<int:attempt_id>/", filing.attempt, name="filing_attempt"),
    path("ledger/<int:attempt_id>/remove/", filing.attempt_remove, name="filing_attempt_remove"),
    path("networks/", filing.networks, name="filing_networks"),
    path("story/", filing.story, name="filing_story"),
]

new_urls = [
    path("", starting.new, name="new"),
    path("company/", starting.new_company, name="new_company"),
    path("resume/", starting.new_resume, name="new_resume"),
    path("story/", starting.new_story, name="new_story"),
]

desk_urls = [
    path("", desk.inbox, name="desk"),
    path("accounts/", accounts.accounts, name="desk_accounts"),
    path("accounts/<int:handle_id>/<slug:act>/", accounts.account, name="desk_account"),
    path("listening/", hearing.listening, name="desk_listening"),
    path("listening/posts/<int:post_id>/<slug:act>/", hearing.post, name="desk_heard"),
    path("listening/searches/<int:search_id>/<slug:act>/", hearing.search, name="desk_search"),
    path("team/", team.team, name="desk_team"),
    path("team/leave/", team.leave, name="desk_team_leave"),
    path("team/log/", team.log, name="desk_team_log"),
    path("team/me/", team.me, name="desk_team_me"),
    path("team/invitations/<int:invitation_id>/withdraw/", team.withdraw, name="desk_team_withdraw"),
    path("team/<int:representative_id>/", team.colleague, name="desk_colleague"),
    path("team/<int:representative_id>/remove/", team.remove, name="desk_colleague_remove"),
    path("<str:reference>/", desk.desk_case, name="desk_case"),
    path("<str:reference>/reply/", desk.reply, name="desk_reply"),
    path("<str:reference>/offer/", desk.offer, name="desk_offer"),
    path("<str:reference>/take-back-offer/", desk.take_back_offer, name="desk_take_back_offer"),
]

moderation_urls = [
    path("", moderation.queue, name="moderation"),
    path("claims/<int:claim_id>/<slug:decision>/", moderation.claim, name="moderation_claim"),
    path("replies/<int:reply_id>/label/", moderation.label, name="moderation_label"),
    path("replies/<int:reply_id>/account/<slug:decision>/", moderation.account, name="moderation_account"),
    path("listening/", hearing.moderation, name="moderation_listening"),
    path("listening/<int:post_id>/<slug:act>/", hearing.moderate, name="moderation_heard"),
    path("networks/", switchboard.networks, name="moderation_networks"),
    path("networks/copies/<int:posting_id>/<slug:act>/", switchboard.copy, name="moderation_copy"),
    path("networks/<slug:network>/<slug:act>/", switchboard.switch, name="moderation_switch"),
    path("<str:reference>/", moderation.review, name="moderation_review"),
    path("<str:reference>/<slug:decision>/", moderation.decide, name="moderation_decide"),
]

connection_urls = [
    path("", connections.connections, name="connections"),
    path("<int:connection_id>/disconnect/", connections.disconnect, name="disconnect"),
    path("<slug:network>/", connections.connect, name="connect"),
    path("<slug:network>/callback/", connections.callback, name="connections_callback"),
    path("<slug:network>/choose/", connections.choose, name="connections_choose"),
]

urlpatterns = [
    path("answer/<str:token>/", answer.answer, name="answer"),
    path("channels/", channels.channels, name="channels"),
    path("connections/", include(connection_urls)),
    path("companies/<slug:slug>/complaints/", browse.of_company, name="of_company"),
    path("companies/<slug:slug>/replies/", answering.answers_of, name="answers_of"),
    path("complaints/", browse.browse, name="browse"),
    path("complaints/new/", include(new_urls)),
    path("complaints/<str:reference>/", include(case_urls)),
    path(
        "complaints/<str:reference>/evidence/<int:evidence_id>/", evidence.evidence_file, name="evidence_file"
    ),
    path("complaints/<str:reference>/file/", include(filing_urls)),
    path("demo/posts/<str:remote_id>/", demo.post, name="demo_post"),
    path("desk/", desk.index, name="desk_index"),
    path("desk/<slug:slug>/", include(desk_urls)),
    path("listening/opt-out/", hearing.opt_out, name="opt_out"),
    path("methodology/", methodology.methodology, name="methodology"),
    path("moderation/", include(moderation_urls)),
    path("my-complaints/", browse.mine, name="mine"),
    path("networks/", browse.networks, name="networks"),
    path("webhooks/facebook/", webhooks.facebook, name="webhook_facebook"),
]
