"""A reader's words -> the reader's tree.

Knows how tokens combine: `-` and IKKE bind closest, then OG, then ELLER, then the space; must not know terms or what an index holds.
No input is an error: what cannot be understood becomes words, and is named. Parentheses are kept on a stack, so none nests too deep.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field

from indexer.query import syntax
from indexer.query.fields import OPERATORS
from indexer.query.fields import SPELLINGS
from indexer.query.fields import Time
from indexer.query.lexer import Kind
from indexer.query.lexer import Token
from indexer.query.lexer import legible
from indexer.query.lexer import tokens
from indexer.query.syntax import Expression


MAX_DEPTH = 20
"""Groups inside one another that are kept; a deeper group is read as its words alone."""

_CASE_NUMBER = re.compile(r"[0-9]{4}-[0-9]{5,9}(?:-[0-9]{1,6})?")
_FIELD_LIKE = re.compile(r"[^\W\d_]{2,}:(?=[^\W_]).*")
_AROUND = ",;.!?:"
_PARAGRAPH = "§"
_SHORTEST_BEGINNING = 3
_BINARY = {Kind.AND, Kind.OR}
_OPERATORS = {Kind.AND.value, Kind.OR.value, Kind.NOT.value}


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as understood: its tree (None when there is nothing to search for) and, in Danish, what was not understood."""

    tree: Expression | None
    ignored: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The query in the query language; parsing it gives the same tree."""
        return syntax.write(self.tree)


def parse_query(words: str) -> ParsedQuery:
    """The query a reader means by `words`, whatever they are; only their beginning when they are too many."""
    text, cut = legible(words)
    parser = _Parser()
    for token in tokens(text):
        parser.take(token)
    tree = parser.finish()
    if tree is None and text:
        parser.remark("Søgningen indeholder ingen ord.")
    return ParsedQuery(tree, tuple(dict.fromkeys((*([cut] if cut else []), *parser.ignored))))


@dataclass(slots=True)
class _Parser:
    """The groups that are open, outermost first, each a row of operands and operators."""

    groups: list[list[Expression | Token]] = field(default_factory=lambda: [[]])
    ignored: list[str] = field(default_factory=list)

    def take(self, token: Token) -> None:
        """Add a token to the innermost group."""
        match token.kind:
            case Kind.OPEN:
                self.groups.append([])
            case Kind.CLOSE:
                self._close(token)
            case Kind.AND | Kind.OR | Kind.NOT | Kind.MINUS:
                self.groups[-1].append(token)
            case Kind.QUOTE:
                self.remark("Et anførselstegn mangler sin mage; ordene efter det er søgt som ord.")
            case Kind.DASH:
                pass
            case _:
                self._add(self._operand(token))

    def finish(self) -> Expression | None:
        """The whole, every group closed."""
        if len(self.groups) > 1:
            self.remark("En parentes er ikke lukket; den er lukket til sidst.")
        while len(self.groups) > 1:
            self._close(None)
        return self._combined(self.groups[0])

    def remark(self, sentence: str) -> None:
        """Say what was not understood."""
        self.ignored.append(sentence)

    def _close(self, token: Token | None) -> None:
        if token and len(self.groups) == 1:
            self.remark("En parentes er lukket uden at være åbnet; den er udeladt.")
            return
        self._add(self._combined(self.groups.pop()))

    def _combined(self, row: list[Expression | Token]) -> Expression | None:
        expression = self._joined(self._negated(row))
        if expression is None or syntax.depth(expression) <= MAX_DEPTH:
            return expression
        self.remark("Parenteserne står for dybt i hinanden; de inderste er læst som ord.")
        return syntax.every(syntax.leaves(expression))

    def _add(self, operand: Expression | None) -> None:
        row = self.groups[-1]
        if operand is not None:
            row.append(operand)
        elif row and isinstance(row[-1], Token) and row[-1].kind is Kind.MINUS:
            row.pop()

    def _operand(self, token: Token) -> Expression | None:
        if token.kind is Kind.FIELD:
            return self._field(token)
        if token.kind is Kind.PHRASE:
            return syntax.Quoted(token.value) if _has_words(token.value) else None
        return self._chunk(token.text) if _has_words(token.text) else None

    def _field(self, token: Token) -> Expression:
        if not _has_words(token.value):
            self.remark(f"Feltet {token.name}: mangler en værdi; det er søgt som ord.")
            return syntax.Word(token.name)
        operator = OPERATORS[token.name]
        if not isinstance(operator, Time) or operator.read(token.value):
            return syntax.Field(token.name, token.value)
        self.remark(operator.wrong.format(f"”{token.value}”") + " Det er søgt som ord.")
        if token.quoted:
            return syntax.Every((syntax.Word(token.name), syntax.Quoted(token.value)))
        return syntax.Word(token.text)

    def _chunk(self, text: str) -> Expression:
        number = text.strip(_AROUND)
        if _CASE_NUMBER.fullmatch(number):
            return syntax.Number(number)
        if "*" in text:
            return self._starred(text)
        if text.endswith(":") and text[:-1].lower() in SPELLINGS:
            self.remark(f"Feltet {text} mangler en værdi lige efter kolon; det er søgt som ord.")
        elif _FIELD_LIKE.fullmatch(text):
            self.remark(f"”{text.partition(':')[0]}:” er ikke et felt; det er søgt som ord.")
        return syntax.Word(text)

    def _starred(self, text: str) -> Expression:
        beginning = text.rstrip(_AROUND).rstrip("*")
        letters = sum(map(str.isalnum, beginning))
        if beginning == text.rstrip(_AROUND) or "*" in beginning:
            self.remark(f"”{text}”: en stjerne virker kun sidst i et ord; det er søgt som ord.")
            return syntax.Word(text)
        if letters < _SHORTEST_BEGINNING:
            self.remark(f"”{text}”: der skal stå mindst tre bogstaver før en stjerne; det er søgt som ord.")
            return _word(beginning)
        return syntax.Beginning(beginning)

    def _negated(self, row: list[Expression | Token]) -> list[Expression | Token]:
        result: list[Expression | Token] = []
        for item in reversed(row):
            if not isinstance(item, Token) or item.kind in _BINARY:
                result.append(item)
            elif result and not isinstance(result[-1], Token):
                result[-1] = syntax.without(result[-1])
            elif item.kind is Kind.NOT:
                result.append(self._stray(item))
        return result[::-1]

    def _joined(self, row: list[Expression | Token]) -> Expression | None:
        chains: list[list[list[Expression]]] = []
        strays: list[Expression] = []
        operator: Token | None = None
        for item in row:
            if isinstance(item, Token):
                if chains and operator is None:
                    operator = item
                else:
                    strays.append(self._stray(item))
                continue
            if operator is None:
                chains.append([[item]])
            elif operator.kind is Kind.AND:
                chains[-1][-1].append(item)
            else:
                chains[-1].append([item])
            operator = None
        if operator:
            strays.append(self._stray(operator))
        alternatives = (syntax.either(filter(None, map(syntax.every, chain))) for chain in chains)
        return syntax.every(filter(None, (*alternatives, *strays)))

    def _stray(self, token: Token) -> Expression:
        self.remark(f"{token.text} mangler et ord ved siden af sig; det er søgt som ord.")
        return _word(token.text)


def _word(text: str) -> syntax.Word:
    """A word that is not read as an operator when it is written back."""
    return syntax.Word(text.lower() if text in _OPERATORS else text)


def _has_words(text: str) -> bool:
    return any(character.isalnum() or character == _PARAGRAPH for character in text)
