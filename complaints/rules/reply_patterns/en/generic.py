"""English: the words of every reply, which say nothing about a case.

Greetings, manners, promises to look, the names of the parties. A sentence with few others has no substance.
"""

from typing import Final

from complaints.rules.reply_patterns.shape import word_set

GENERIC: Final = word_set(
    """
    a about above absolutely accept account across action actions actually address advise advised after
    afternoon again ahead aim aims all allow almost along already also always am amount an and another
    answer answered any anyone anything apologies apologise apologize apology appreciate appreciated are
    area around as asap ask asked assessment assessor assist assistance assure at attempt attention
    available aware away awesome back be bear because been before behalf being believe best better bit
    both bring business but by call can cannot care careful case cases cause caused chance channel check
    checked checking cheers clear colleague colleagues come comes coming comment comments communicate
    company complaint complaints completely concern concerned concerning concerns contact contacted
    contacting could course customer customers day days dear deepest deeply definitely department
    details developers did different disappointed disappointing disappointment discuss distress do
    documents does doing done down during each earlier else encountered end engineer engineers enough
    ensure escalated evening every everyone everything exactly excellence expect expectations expected
    experience experienced experiences explain express fall family far feedback feel feeling felt few
    find first folks follow following for forward forwarded found friend friends from frustrated
    frustrating frustration full fully funny further gain get gets getting give given glad go goes going
    good got grateful great had handle handler hang happen happened happening happens happy hard has
    have having he hear heard hearing hello help helping her here hey hi high higher him his hold honest
    hope hopefully hopes hoping how however i if ill im impact important improve improving in
    inconvenience information input internally into investigate investigated investigating investigation
    investigators is issue issues it its itself just keep kind kindly know known learn least let letting
    level like little ll local logged long look looked looking looks love made make makes making
    management manager many matter matters may me mean meet member message mind minute moment moments
    more morning most moved much must my myself name necessary need needs never new news next no normal
    not note noted nothing now number of off offer often oh ok okay on once one only open opportunity or
    other others our out outcome over own pass passed patience people person personally pleasant please
    pleased point points policy possible post posted pride priority problem procedures process proud
    provide provided quality query question questions queued quick quickly quite raised reach reached
    reaching read real really reason receive received reference regarding regards regret relevant remain
    reply report reported request require resolution resolutions resolve resolved respond responded
    response review reviewed reviewing right s said same satisfaction say saying see seem seems seen
    send sent serious seriously serve service services set share shared she short should show sincere
    sincerely sir sits situation small so some someone something sometimes soon sorry sort sound sounds
    speak special specialist specialists stand standard standards start state stay step still strive
    such support sure t take taken takes taking team teams tell than thank thanks that thats the their
    them themselves then there these they thing things think this those though thought thoughts through
    tight time times to today together told tomorrow too top touch toward towards train training treat
    triage tried trouble truly trust try trying tweet two type unacceptable under understand
    understandable understanding unfortunately unhappy until up update updated updates upon upset us use
    used usual usually valuable value valued ve very via view visit visiting wait waiting want wanted
    was way we week weeks welcome well went were what whatever when where whether which while who whole
    why will wish with within without word words work working would write writing wrong year years yes
    yesterday yet you your yours yourself
    """
)
