"""Words that say nothing about this reader or this matter: grammar, courtesy, and what every networking message says.

In the flat form of a text: lower case, no accents. What is left of a message without them is its own.
"""

GRAMMAR = frozenset(
    b"a about after again all also am an and any are aren't around as at be because been before being both but "
    b"by can can't could couldn't did do does doesn't doing don't else each even every few for from get getting "
    b"give given go going got had has have having he her here him his how i i'd i'll i'm i've id if im in into "
    b"is isn't it it'd it's its ive just know let let's lets like made make many may maybe me might more most "
    b"much must my need no not now of off on once one only or other our out over own per possible quite rather "
    b"really same say see seem she should since so some something sometime soon still such sure take tell than "
    b"that that's thats the their them then there there's these they thing things think this those through time "
    b"to too try two u under up ur us use very want wanted was wasn't way we we'd we'll we're we've well were "
    b"what what's when where whether which while who why will wish with without won't would wouldn't you you'd "
    b"you'll you're you've your yours yourself".split()
)
COURTESY = frozenset(
    b"afternoon alright amazing answer appreciate appreciated ask awesome back best bit bother brief briefly "
    b"busy chance cheers completely convenience convenient cool day dear doing evening everyone everything favor "
    b"favour find finds fine folks forward free friday friend glad good grateful great greetings guys happy hear "
    b"hearing hello help hey hi hope hoping kind kindly know little look looking love lovely madam message "
    b"messages min mind mins minute minutes moment monday morning mr mrs ms much nice note ok okay people person "
    b"please pleased pleasure pls problem question questions quick quickly regards reply respond response "
    b"saturday short sincerely sir somebody someone sorry sunday thank thanks thursday thx today tomorrow "
    b"tonight totally tuesday understand warm wednesday week weekend welcome wishes wonder wonderful wondering "
    b"worries".split()
)
NETWORKING = frozenset(
    b"accept across add adding availability available background beneficial benefit build building business "
    b"businesses call came career catch chat coffee collaborate collaboration company connect connected "
    b"connecting connection connections contact contacts discuss exciting expand experience explore field fit "
    b"grow growing ideas impressed impressive industry insights interest interested interesting interests "
    b"introduce introducing invitation invite join keep learn link linkedin meet meeting mutual mutually network "
    b"networking networks open opportunities opportunity page partnership perfect phone potential professional "
    b"profile reach reaching relationship relationships request schedule share speak stay synergies talk touch "
    b"value work zoom".split()
)
STOCK = GRAMMAR | COURTESY | NETWORKING
