# made of d1574e24baa51772f42b3db22a748a4b0c22e4b305377982d050d531fc94a36f
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound, TemplateReference, TemplateRuntimeError, Undefined, escape, identity, internalcode, markup_join, missing, str_join
name = 'macros/values.jinja'

def root(context, missing=missing, environment=environment):
    resolve = context.resolve_or_missing
    undefined = environment.undefined
    concat = environment.concat
    cond_expr_undefined = Undefined
    if 0: yield None
    l_0_function = l_0_alias = l_0_enum = l_0_data = l_0_wire_form = l_0_typed_dict = missing
    try:
        t_1 = environment.filters['docstring']
    except KeyError:
        @internalcode
        def t_1(*unused):
            raise TemplateRuntimeError("No filter named 'docstring' found.")
    try:
        t_2 = environment.tests['none']
    except KeyError:
        @internalcode
        def t_2(*unused):
            raise TemplateRuntimeError("No test named 'none' found.")
    pass
    included_template = environment.get_template('macros/functions.jinja', 'macros/values.jinja')._get_default_module(context)
    l_0_function = getattr(included_template, 'function', missing)
    if l_0_function is missing:
        l_0_function = undefined(f"the template {included_template.__name__!r} (imported on line 2 in 'macros/values.jinja') does not export the requested name 'function'", name='function')
    context.vars['function'] = l_0_function
    context.exported_vars.discard('function')
    def macro(l_1_a):
        t_3 = []
        if l_1_a is missing:
            l_1_a = undefined("parameter 'a' was not provided", name='a')
        pass
        t_3.extend((
            '\n\n',
            escape(environment.finalize(environment.getattr(l_1_a, 'name'))),
            ': ',
            escape(environment.finalize(environment.getattr(l_1_a, 'annotation'))),
            ' = ',
            escape(environment.finalize(environment.getattr(l_1_a, 'value'))),
            '\n',
            escape(environment.finalize(t_1(environment.getattr(l_1_a, 'docstring'), 0))),
        ))
        return concat(t_3)
    context.exported_vars.add('alias')
    context.vars['alias'] = l_0_alias = Macro(environment, macro, 'alias', ('a',), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_e):
        t_4 = []
        if l_1_e is missing:
            l_1_e = undefined("parameter 'e' was not provided", name='e')
        pass
        t_4.append(
            '\n\n\n',
        )
        for l_2_decorator in environment.getattr(l_1_e, 'decorators'):
            _loop_vars = {}
            pass
            t_4.extend((
                '@',
                escape(environment.finalize(l_2_decorator)),
                '\n',
            ))
        l_2_decorator = missing
        t_4.extend((
            'class ',
            escape(environment.finalize(environment.getattr(l_1_e, 'name'))),
            '(',
            escape(environment.finalize(environment.getattr(l_1_e, 'base'))),
            '):\n    ',
            escape(environment.finalize(t_1(environment.getattr(l_1_e, 'docstring'), 4))),
        ))
        l_2_loop = missing
        for l_2_m, l_2_loop in LoopContext(environment.getattr(l_1_e, 'members'), undefined):
            _loop_vars = {}
            pass
            if (environment.getattr(l_2_loop, 'first') or environment.getattr(environment.getattr(l_2_loop, 'previtem'), 'docstring')):
                pass
                t_4.append(
                    '\n',
                )
            t_4.extend((
                '\n    ',
                escape(environment.finalize(environment.getattr(l_2_m, 'name'))),
                ' = ',
                escape(environment.finalize(environment.getattr(l_2_m, 'value'))),
            ))
            if environment.getattr(l_2_m, 'docstring'):
                pass
                t_4.extend((
                    '\n    ',
                    escape(environment.finalize(t_1(environment.getattr(l_2_m, 'docstring'), 4))),
                ))
        l_2_loop = l_2_m = missing
        return concat(t_4)
    context.exported_vars.add('enum')
    context.vars['enum'] = l_0_enum = Macro(environment, macro, 'enum', ('e',), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_c):
        t_5 = []
        if l_1_c is missing:
            l_1_c = undefined("parameter 'c' was not provided", name='c')
        pass
        t_5.append(
            '\n\n\n',
        )
        for l_2_decorator in environment.getattr(l_1_c, 'decorators'):
            _loop_vars = {}
            pass
            t_5.extend((
                '@',
                escape(environment.finalize(l_2_decorator)),
                '\n',
            ))
        l_2_decorator = missing
        t_5.extend((
            'class ',
            escape(environment.finalize(environment.getattr(l_1_c, 'name'))),
            ':',
        ))
        if environment.getattr(l_1_c, 'docstring'):
            pass
            t_5.extend((
                '\n    ',
                escape(environment.finalize(t_1(environment.getattr(l_1_c, 'docstring'), 4))),
            ))
        l_2_loop = missing
        for l_2_f, l_2_loop in LoopContext(environment.getattr(l_1_c, 'fields'), undefined):
            _loop_vars = {}
            pass
            if (environment.getattr(l_1_c, 'docstring') if environment.getattr(l_2_loop, 'first') else environment.getattr(environment.getattr(l_2_loop, 'previtem'), 'docstring')):
                pass
                t_5.append(
                    '\n',
                )
            t_5.extend((
                '\n    ',
                escape(environment.finalize(environment.getattr(l_2_f, 'name'))),
                ': ',
                escape(environment.finalize(environment.getattr(l_2_f, 'annotation'))),
            ))
            if (not t_2(environment.getattr(l_2_f, 'default'))):
                pass
                t_5.extend((
                    ' = ',
                    escape(environment.finalize(environment.getattr(l_2_f, 'default'))),
                ))
            if environment.getattr(l_2_f, 'docstring'):
                pass
                t_5.extend((
                    '\n    ',
                    escape(environment.finalize(t_1(environment.getattr(l_2_f, 'docstring'), 4))),
                ))
        l_2_loop = l_2_f = missing
        if environment.getattr(l_1_c, 'wire'):
            pass
            t_5.append(
                escape(environment.finalize(context.call((undefined(name='wire_form') if l_0_wire_form is missing else l_0_wire_form), environment.getattr(l_1_c, 'wire')))),
            )
        for l_2_m in environment.getattr(l_1_c, 'methods'):
            _loop_vars = {}
            pass
            t_5.append(
                escape(environment.finalize(context.call((undefined(name='function') if l_0_function is missing else l_0_function), l_2_m, 4, _loop_vars=_loop_vars))),
            )
        l_2_m = missing
        if (not (((environment.getattr(l_1_c, 'docstring') or environment.getattr(l_1_c, 'fields')) or environment.getattr(l_1_c, 'wire')) or environment.getattr(l_1_c, 'methods'))):
            pass
            t_5.append(
                '\n    pass',
            )
        return concat(t_5)
    context.exported_vars.add('data')
    context.vars['data'] = l_0_data = Macro(environment, macro, 'data', ('c',), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_w):
        t_6 = []
        if l_1_w is missing:
            l_1_w = undefined("parameter 'w' was not provided", name='w')
        pass
        t_6.extend((
            '\n\n    @',
            escape(environment.finalize(environment.getattr(l_1_w, 'classmethod'))),
            '\n    def ',
            escape(environment.finalize(environment.getattr(environment.getattr(l_1_w, 'from_json'), 'name'))),
            '(cls, ',
            escape(environment.finalize(environment.getattr(environment.getitem(environment.getattr(environment.getattr(l_1_w, 'from_json'), 'parameters'), 0), 'name'))),
            ': ',
            escape(environment.finalize(environment.getattr(environment.getitem(environment.getattr(environment.getattr(l_1_w, 'from_json'), 'parameters'), 0), 'annotation'))),
            ') -> ',
            escape(environment.finalize(environment.getattr(environment.getattr(l_1_w, 'from_json'), 'returns'))),
            ':\n        ',
            escape(environment.finalize(t_1(environment.getattr(environment.getattr(l_1_w, 'from_json'), 'docstring'), 8))),
            '\n        wire = ',
            escape(environment.finalize(environment.getattr(l_1_w, 'reader'))),
            '\n        return cls(',
        ))
        for l_2_pair in environment.getattr(l_1_w, 'decode'):
            _loop_vars = {}
            pass
            t_6.extend((
                '\n            ',
                escape(environment.finalize(environment.getattr(l_2_pair, 'key'))),
                '=',
                escape(environment.finalize(environment.getattr(l_2_pair, 'value'))),
                ',',
            ))
        l_2_pair = missing
        t_6.extend((
            '\n        )\n\n    def ',
            escape(environment.finalize(environment.getattr(environment.getattr(l_1_w, 'to_json'), 'name'))),
            '(self) -> ',
            escape(environment.finalize(environment.getattr(environment.getattr(l_1_w, 'to_json'), 'returns'))),
            ':\n        ',
            escape(environment.finalize(t_1(environment.getattr(environment.getattr(l_1_w, 'to_json'), 'docstring'), 8))),
            '\n        return {',
        ))
        for l_2_pair in environment.getattr(l_1_w, 'encode'):
            _loop_vars = {}
            pass
            t_6.extend((
                '\n            ',
                escape(environment.finalize(environment.getattr(l_2_pair, 'key'))),
                ': ',
                escape(environment.finalize(environment.getattr(l_2_pair, 'value'))),
                ',',
            ))
        l_2_pair = missing
        t_6.extend((
            '\n            **',
            escape(environment.finalize(environment.getattr(l_1_w, 'rest'))),
            '(self._unknown),\n        }',
        ))
        return concat(t_6)
    context.exported_vars.add('wire_form')
    context.vars['wire_form'] = l_0_wire_form = Macro(environment, macro, 'wire_form', ('w',), False, False, False, context.eval_ctx.autoescape)
    def macro(l_1_d):
        t_7 = []
        if l_1_d is missing:
            l_1_d = undefined("parameter 'd' was not provided", name='d')
        pass
        t_7.extend((
            '\n\n\nclass ',
            escape(environment.finalize(environment.getattr(l_1_d, 'name'))),
            '(',
            escape(environment.finalize(environment.getattr(l_1_d, 'base'))),
        ))
        if (not environment.getattr(l_1_d, 'total')):
            pass
            t_7.append(
                ', total=False',
            )
        t_7.extend((
            '):\n    ',
            escape(environment.finalize(t_1(environment.getattr(l_1_d, 'docstring'), 4))),
        ))
        l_2_loop = missing
        for l_2_key, l_2_loop in LoopContext(environment.getattr(l_1_d, 'keys'), undefined):
            _loop_vars = {}
            pass
            if environment.getattr(l_2_loop, 'first'):
                pass
                t_7.append(
                    '\n',
                )
            t_7.extend((
                '\n    ',
                escape(environment.finalize(environment.getattr(l_2_key, 'name'))),
                ': ',
                escape(environment.finalize(environment.getattr(l_2_key, 'annotation'))),
            ))
        l_2_loop = l_2_key = missing
        return concat(t_7)
    context.exported_vars.add('typed_dict')
    context.vars['typed_dict'] = l_0_typed_dict = Macro(environment, macro, 'typed_dict', ('d',), False, False, False, context.eval_ctx.autoescape)
    yield '\n'

blocks = {}
debug_info = '2=24&4=30&6=37&7=43&10=48&13=56&14=61&16=67&17=71&18=74&19=77&21=84&22=88&23=92&28=98&31=106&32=111&34=117&35=120&36=124&38=127&39=130&41=137&42=147&43=151&46=154&47=159&48=166&53=174&55=181&56=183&57=191&58=193&60=196&61=201&65=209&66=213&68=216&69=221&71=229&75=235&78=242&79=253&80=256&81=259&83=266'
