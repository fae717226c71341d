# made of 0319f95b936a5b1209cfd72cc86a0d4ddb9edb0a21c7063a1f8e0653d2538351
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'macros/functions.jinja'

def root(context, missing=missing, environment=environment):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_import_lines = l_0_function = missing
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
        t_3 = environment.filters['parameters']
    except KeyError:
        @internalcode
        def t_3(*unused):
            raise TemplateRuntimeError("No filter named 'parameters' found.")
    pass
    def macro(l_1_lines):
        t_4 = []
        if l_1_lines is missing:
            l_1_lines = undefined("parameter 'lines' was not provided", name='lines')
        pass
        if l_1_lines:
            pass
            t_4.append(
                '\n',
            )
        for l_2_line in l_1_lines:
            _loop_vars = {}
            pass
            t_4.append(
                '\n',
            )
            if environment.getattr(l_2_line, 'names'):
                pass
                t_4.extend((
                    'from ',
                    escape(environment.finalize(environment.getattr(l_2_line, 'module'))),
                    ' import ',
                    escape(environment.finalize(t_2(environment.getattr(l_2_line, 'names')))),
                ))
            else:
                pass
                t_4.extend((
                    'import ',
                    escape(environment.finalize(environment.getattr(l_2_line, 'module'))),
                ))
        l_2_line = missing
        return concat(t_4)
    context.exported_vars.add('import_lines')
    context.vars['import_lines'] = l_0_import_lines = Macro(environment, macro, 'import_lines', ('lines',), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_f, l_1_depth):
        t_5 = []
        l_1_pad = resolve('pad')
        l_1_margin = missing
        if l_1_f is missing:
            l_1_f = undefined("parameter 'f' was not provided", name='f')
        if l_1_depth is missing:
            l_1_depth = undefined("parameter 'depth' was not provided", name='depth')
        pass
        for l_2_o in environment.getattr(l_1_f, 'overloads'):
            _loop_vars = {}
            pass
            t_5.append(
                escape(environment.finalize(context.call((undefined(name='function') if l_0_function is missing else l_0_function), l_2_o, l_1_depth, _loop_vars=_loop_vars))),
            )
        l_2_o = missing
        l_1_margin = context.call((undefined(name='pad') if l_1_pad is missing else l_1_pad), l_1_depth)
        if (not l_1_depth):
            pass
            t_5.append(
                '\n',
            )
        t_5.append(
            '\n\n',
        )
        for l_2_decorator in environment.getattr(l_1_f, 'decorators'):
            _loop_vars = {}
            pass
            t_5.extend((
                escape(environment.finalize((undefined(name='margin') if l_1_margin is missing else l_1_margin))),
                '@',
                escape(environment.finalize(l_2_decorator)),
                '\n',
            ))
        l_2_decorator = missing
        t_5.append(
            escape(environment.finalize((undefined(name='margin') if l_1_margin is missing else l_1_margin))),
        )
        if environment.getattr(l_1_f, 'is_async'):
            pass
            t_5.append(
                'async ',
            )
        t_5.extend((
            'def ',
            escape(environment.finalize(environment.getattr(l_1_f, 'name'))),
            '(',
            escape(environment.finalize(t_3(l_1_f))),
            ') -> ',
            escape(environment.finalize(environment.getattr(l_1_f, 'returns'))),
            ':',
        ))
        if environment.getattr(l_1_f, 'is_stub'):
            pass
            t_5.extend((
                ' ',
                escape(environment.finalize(environment.getattr(l_1_f, 'body'))),
            ))
        else:
            pass
            if environment.getattr(l_1_f, 'docstring'):
                pass
                t_5.extend((
                    '\n',
                    escape(environment.finalize((undefined(name='margin') if l_1_margin is missing else l_1_margin))),
                    '    ',
                    escape(environment.finalize(t_1(environment.getattr(l_1_f, 'docstring'), (l_1_depth + 4)))),
                ))
            t_5.extend((
                '\n',
                escape(environment.finalize((undefined(name='margin') if l_1_margin is missing else l_1_margin))),
                '    ',
                escape(environment.finalize(environment.getattr(l_1_f, 'body'))),
            ))
        return concat(t_5)
    context.exported_vars.add('function')
    context.vars['function'] = l_0_function = Macro(environment, macro, 'function', ('f', 'depth'), False, False, False, context.eval_ctx.autoescape)
    yield '\n'

blocks = {}
debug_info = '6=30&7=35&9=40&10=46&14=64&15=73&16=80&17=81&20=89&21=100&22=116&23=124&24=128&26=134'
