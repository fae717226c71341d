# made of a8353543817f599ace862e772a893d357abbe307c88aa19e571a57c825fe25a8
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'package/__init__.py.jinja'

def root(context, missing=missing, environment=environment):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_package = resolve('package')
    try:
        t_1 = environment.filters['docstring']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'docstring' found.")
    try:
        t_2 = environment.filters['listed']
    except KeyError:
        @internalcode
        def t_2(*unused):
            raise TemplateRuntimeError("No filter named 'listed' found.")
    try:
        t_3 = environment.filters['quoted']
    except KeyError:
        @internalcode
        def t_3(*unused):
            raise TemplateRuntimeError("No filter named 'quoted' found.")
    pass
    yield escape(environment.finalize(t_1(environment.getattr((undefined(name='package') if l_0_package is missing else l_0_package), 'docstring'), 0)))
    if environment.getattr((undefined(name='package') if l_0_package is missing else l_0_package), 'permits_deprecated'):
        pass
        yield '\n\n# mypy: disable-error-code=deprecated\n# pyright: reportDeprecated=false'
    yield '\n\nTYPE_CHECKING = False\nif TYPE_CHECKING:'
    for l_1_line in environment.getattr((undefined(name='package') if l_0_package is missing else l_0_package), 'imports'):
        _loop_vars = {}
        pass
        yield '\n    from '
        yield escape(environment.finalize(environment.getattr(l_1_line, 'module')))
        yield ' import '
        yield escape(environment.finalize(t_2(environment.getattr(l_1_line, 'names'))))
    l_1_line = missing
    yield '\n\n__all__ = ['
    for l_1_e in environment.getattr((undefined(name='package') if l_0_package is missing else l_0_package), 'exports'):
        _loop_vars = {}
        pass
        yield '\n    '
        yield escape(environment.finalize(t_3(environment.getattr(l_1_e, 'name'))))
        yield ','
    l_1_e = missing
    yield '\n]\n\n# Names are looked up when they are first used: importing the package loads nothing else.\n_MODULES = {'
    for l_1_e in environment.getattr((undefined(name='package') if l_0_package is missing else l_0_package), 'exports'):
        _loop_vars = {}
        pass
        yield '\n    '
        yield escape(environment.finalize(t_3(environment.getattr(l_1_e, 'name'))))
        yield ': '
        yield escape(environment.finalize(t_3(environment.getattr(l_1_e, 'module'))))
        yield ','
    l_1_e = missing
    for l_1_e in environment.getattr((undefined(name='package') if l_0_package is missing else l_0_package), 'old_names'):
        _loop_vars = {}
        pass
        yield '\n    '
        yield escape(environment.finalize(t_3(environment.getattr(l_1_e, 'name'))))
        yield ': '
        yield escape(environment.finalize(t_3(environment.getattr(l_1_e, 'module'))))
        yield ','
    l_1_e = missing
    yield '\n}'
    if environment.getattr((undefined(name='package') if l_0_package is missing else l_0_package), 'old_names'):
        pass
        yield '\n\n# Names of before, and what is said when one is used.\n_OLD_NAMES = {'
        for l_1_e in environment.getattr((undefined(name='package') if l_0_package is missing else l_0_package), 'old_names'):
            _loop_vars = {}
            pass
            yield '\n    '
            yield escape(environment.finalize(t_3(environment.getattr(l_1_e, 'name'))))
            yield ': '
            yield escape(environment.finalize(environment.getattr(l_1_e, 'notice')))
            yield ','
        l_1_e = missing
        yield '\n}'
    yield '\n\n\n# Type checkers read neither: a function of the API may be called `list` or `str`.\nif not TYPE_CHECKING:\n\n    def __dir__():\n        return sorted({*globals(), *__all__})\n\n    def __getattr__(name):\n        from importlib import import_module\n\n        if name in _MODULES.values():\n            return import_module(f".{name}", __name__)\n        module = _MODULES.get(name)\n        if module is None:\n            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")'
    if environment.getattr((undefined(name='package') if l_0_package is missing else l_0_package), 'old_names'):
        pass
        yield '\n        if name in _OLD_NAMES:\n            from warnings import warn\n\n            warn(_OLD_NAMES[name], DeprecationWarning, stacklevel=2)'
    yield '\n        value = getattr(import_module(f".{module}", __name__), name)\n        globals()[name] = value\n        return value\n'

blocks = {}
debug_info = '1=30&2=31&10=35&11=39&15=44&16=48&22=52&23=56&25=61&26=65&29=71&33=74&34=78&54=85'
