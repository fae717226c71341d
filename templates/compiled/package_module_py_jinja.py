# made of 2441aa5943682163091735642ea82e7047af869d12f0350519ed2598849e88f1
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'package/module.py.jinja'

def root(context, missing=missing, environment=environment):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_module = resolve('module')
    l_0_function = l_0_import_lines = l_0_alias = l_0_enum = l_0_data = l_0_typed_dict = l_0_handle = missing
    try:
        t_1 = environment.filters['docstring']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'docstring' found.")
    try:
        t_2 = environment.filters['quoted_list']
    except KeyError:
        @internalcode
        def t_2(*unused):
            raise TemplateRuntimeError("No filter named 'quoted_list' found.")
    pass
    included_template = environment.get_template('macros/functions.jinja', 'package/module.py.jinja')._get_default_module(context)
    l_0_function = getattr(included_template, 'function', missing)
    if l_0_function is missing:
        l_0_function = undefined(f"the template {included_template.__name__!r} (imported on line 1 in 'package/module.py.jinja') does not export the requested name 'function'", name='function')
    l_0_import_lines = getattr(included_template, 'import_lines', missing)
    if l_0_import_lines is missing:
        l_0_import_lines = undefined(f"the template {included_template.__name__!r} (imported on line 1 in 'package/module.py.jinja') does not export the requested name 'import_lines'", name='import_lines')
    context.vars.update({'function': l_0_function, 'import_lines': l_0_import_lines})
    context.exported_vars.difference_update(('function', 'import_lines'))
    included_template = environment.get_template('macros/values.jinja', 'package/module.py.jinja')._get_default_module(context)
    l_0_alias = getattr(included_template, 'alias', missing)
    if l_0_alias is missing:
        l_0_alias = undefined(f"the template {included_template.__name__!r} (imported on line 2 in 'package/module.py.jinja') does not export the requested name 'alias'", name='alias')
    l_0_enum = getattr(included_template, 'enum', missing)
    if l_0_enum is missing:
        l_0_enum = undefined(f"the template {included_template.__name__!r} (imported on line 2 in 'package/module.py.jinja') does not export the requested name 'enum'", name='enum')
    l_0_data = getattr(included_template, 'data', missing)
    if l_0_data is missing:
        l_0_data = undefined(f"the template {included_template.__name__!r} (imported on line 2 in 'package/module.py.jinja') does not export the requested name 'data'", name='data')
    l_0_typed_dict = getattr(included_template, 'typed_dict', missing)
    if l_0_typed_dict is missing:
        l_0_typed_dict = undefined(f"the template {included_template.__name__!r} (imported on line 2 in 'package/module.py.jinja') does not export the requested name 'typed_dict'", name='typed_dict')
    context.vars.update({'alias': l_0_alias, 'enum': l_0_enum, 'data': l_0_data, 'typed_dict': l_0_typed_dict})
    context.exported_vars.difference_update(('alias', 'enum', 'data', 'typed_dict'))
    included_template = environment.get_template('macros/handles.jinja', 'package/module.py.jinja')._get_default_module(context)
    l_0_handle = getattr(included_template, 'handle', missing)
    if l_0_handle is missing:
        l_0_handle = undefined(f"the template {included_template.__name__!r} (imported on line 3 in 'package/module.py.jinja') does not export the requested name 'handle'", name='handle')
    context.vars['handle'] = l_0_handle
    context.exported_vars.discard('handle')
    yield escape(environment.finalize(t_1(environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'docstring'), 0)))
    if environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'permits_deprecated'):
        pass
        yield '\n\n# mypy: disable-error-code=deprecated\n# pyright: reportDeprecated=false'
    yield '\n\nfrom __future__ import annotations'
    yield escape(environment.finalize(context.call((undefined(name='import_lines') if l_0_import_lines is missing else l_0_import_lines), environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'imports'))))
    yield escape(environment.finalize(context.call((undefined(name='import_lines') if l_0_import_lines is missing else l_0_import_lines), environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'own'))))
    yield '\n\n__all__ = ['
    yield escape(environment.finalize(t_2(environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'exports'))))
    yield ']'
    for l_1_a in environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'aliases'):
        _loop_vars = {}
        pass
        yield escape(environment.finalize(context.call((undefined(name='alias') if l_0_alias is missing else l_0_alias), l_1_a, _loop_vars=_loop_vars)))
    l_1_a = missing
    for l_1_e in environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'enums'):
        _loop_vars = {}
        pass
        yield escape(environment.finalize(context.call((undefined(name='enum') if l_0_enum is missing else l_0_enum), l_1_e, _loop_vars=_loop_vars)))
    l_1_e = missing
    for l_1_c in environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'data'):
        _loop_vars = {}
        pass
        yield escape(environment.finalize(context.call((undefined(name='data') if l_0_data is missing else l_0_data), l_1_c, _loop_vars=_loop_vars)))
    l_1_c = missing
    for l_1_d in environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'typed_dicts'):
        _loop_vars = {}
        pass
        yield escape(environment.finalize(context.call((undefined(name='typed_dict') if l_0_typed_dict is missing else l_0_typed_dict), l_1_d, _loop_vars=_loop_vars)))
    l_1_d = missing
    for l_1_c in environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'handles'):
        _loop_vars = {}
        pass
        yield escape(environment.finalize(context.call((undefined(name='handle') if l_0_handle is missing else l_0_handle), l_1_c, _loop_vars=_loop_vars)))
    l_1_c = missing
    for l_1_f in environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'functions'):
        _loop_vars = {}
        pass
        yield escape(environment.finalize(context.call((undefined(name='function') if l_0_function is missing else l_0_function), l_1_f, 0, _loop_vars=_loop_vars)))
    l_1_f = missing
    if environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'old_names'):
        pass
        yield '\n\n\n# Names of before.'
        for l_1_a in environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'old_names'):
            _loop_vars = {}
            pass
            yield escape(environment.finalize(context.call((undefined(name='alias') if l_0_alias is missing else l_0_alias), l_1_a, _loop_vars=_loop_vars)))
        l_1_a = missing
    if environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'wire'):
        pass
        if (not environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'old_names')):
            pass
            yield '\n'
        yield '\n\n# What travels on the wire: once, for both worlds.'
        for l_1_f in environment.getattr((undefined(name='module') if l_0_module is missing else l_0_module), 'wire'):
            _loop_vars = {}
            pass
            yield escape(environment.finalize(context.call((undefined(name='function') if l_0_function is missing else l_0_function), l_1_f, 0, _loop_vars=_loop_vars)))
        l_1_f = missing
    yield '\n'

blocks = {}
debug_info = '1=25&2=34&3=49&4=55&5=56&12=60&13=61&15=63&16=65&17=70&18=75&19=80&20=85&21=90&22=95&26=98&28=103&29=105&33=109'
