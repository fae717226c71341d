# made of 7f65425d19bf463e6a1e07b2239af9fcc058c2943fe279fb34cbf5d637378920
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'macros/handles.jinja'

def root(context, missing=missing, environment=environment):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_function = l_0_handle = missing
    try:
        t_1 = environment.filters['docstring']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'docstring' found.")
    try:
        t_2 = environment.filters['quoted']
    except KeyError:
        @internalcode
        def t_2(*unused):
            raise TemplateRuntimeError("No filter named 'quoted' found.")
    pass
    included_template = environment.get_template('macros/functions.jinja', 'macros/handles.jinja')._get_default_module(context)
    l_0_function = getattr(included_template, 'function', missing)
    if l_0_function is missing:
        l_0_function = undefined(f"the template {included_template.__name__!r} (imported on line 2 in 'macros/handles.jinja') does not export the requested name 'function'", name='function')
    context.vars['function'] = l_0_function
    context.exported_vars.discard('function')
    def macro(l_1_c):
        t_3 = []
        if l_1_c is missing:
            l_1_c = undefined("parameter 'c' was not provided", name='c')
        pass
        t_3.append(
            '\n\n\n',
        )
        for l_2_decorator in environment.getattr(l_1_c, 'decorators'):
            _loop_vars = {}
            pass
            t_3.extend((
                '@',
                escape(environment.finalize(l_2_decorator)),
                '\n',
            ))
        l_2_decorator = missing
        t_3.extend((
            'class ',
            escape(environment.finalize(environment.getattr(l_1_c, 'name'))),
        ))
        if environment.getattr(l_1_c, 'base'):
            pass
            t_3.extend((
                '(',
                escape(environment.finalize(environment.getattr(l_1_c, 'base'))),
                ')',
            ))
        t_3.append(
            ':',
        )
        if environment.getattr(l_1_c, 'docstring'):
            pass
            t_3.extend((
                '\n    ',
                escape(environment.finalize(t_1(environment.getattr(l_1_c, 'docstring'), 4))),
                '\n',
            ))
        t_3.append(
            '\n    __slots__ = (',
        )
        l_2_loop = missing
        for l_2_name, l_2_loop in LoopContext(environment.getattr(l_1_c, 'slots'), undefined):
            _loop_vars = {}
            pass
            t_3.append(
                escape(environment.finalize(t_2(l_2_name))),
            )
            if (not environment.getattr(l_2_loop, 'last')):
                pass
                t_3.append(
                    ', ',
                )
            elif environment.getattr(l_2_loop, 'first'):
                pass
                t_3.append(
                    ',',
                )
        l_2_loop = l_2_name = missing
        t_3.append(
            ')',
        )
        if environment.getattr(l_1_c, 'session'):
            pass
            t_3.extend((
                '\n\n    def __init__(self, ',
                escape(environment.finalize(environment.getattr(environment.getattr(l_1_c, 'session'), 'name'))),
                ': ',
                escape(environment.finalize(environment.getattr(environment.getattr(l_1_c, 'session'), 'annotation'))),
            ))
            for l_2_a in environment.getattr(l_1_c, 'attributes'):
                _loop_vars = {}
                pass
                t_3.extend((
                    ', ',
                    escape(environment.finalize(environment.getattr(l_2_a, 'name'))),
                    ': ',
                    escape(environment.finalize(environment.getattr(l_2_a, 'annotation'))),
                ))
            l_2_a = missing
            t_3.extend((
                ') -> None:\n        self._session = ',
                escape(environment.finalize(environment.getattr(environment.getattr(l_1_c, 'session'), 'name'))),
            ))
            l_2_loop = missing
            for l_2_a, l_2_loop in LoopContext(environment.getattr(l_1_c, 'attributes'), undefined):
                _loop_vars = {}
                pass
                if ((not environment.getattr(l_2_loop, 'first')) and environment.getattr(environment.getattr(l_2_loop, 'previtem'), 'docstring')):
                    pass
                    t_3.append(
                        '\n',
                    )
                t_3.extend((
                    '\n        self.',
                    escape(environment.finalize(environment.getattr(l_2_a, 'name'))),
                    ': ',
                    escape(environment.finalize(environment.getattr(l_1_c, 'final'))),
                    ' = ',
                    escape(environment.finalize(environment.getattr(l_2_a, 'name'))),
                ))
                if environment.getattr(l_2_a, 'docstring'):
                    pass
                    t_3.extend((
                        '\n        ',
                        escape(environment.finalize(t_1(environment.getattr(l_2_a, 'docstring'), 8))),
                    ))
            l_2_loop = l_2_a = missing
        for l_2_m in environment.getattr(l_1_c, 'members'):
            _loop_vars = {}
            pass
            t_3.append(
                escape(environment.finalize(context.call((undefined(name='function') if l_0_function is missing else l_0_function), l_2_m, 4, _loop_vars=_loop_vars))),
            )
        l_2_m = missing
        return concat(t_3)
    context.exported_vars.add('handle')
    context.vars['handle'] = l_0_handle = Macro(environment, macro, 'handle', ('c',), False, False, False, context.eval_ctx.autoescape)
    yield '\n'

blocks = {}
debug_info = '2=24&4=30&7=38&8=43&10=49&11=61&12=65&14=72&15=92&17=96&18=112&19=115&20=118&22=125&23=131&24=135&28=138'
