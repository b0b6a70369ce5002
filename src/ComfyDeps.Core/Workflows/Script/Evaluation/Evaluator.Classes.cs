using System.Collections.Generic;
using ComfyDeps.Workflows.Script.Syntax;

namespace ComfyDeps.Workflows.Script.Evaluation;

/// <content>Classes.</content>
internal sealed partial class Evaluator
{
    /// <summary>Makes an object of a class from outside: of the arguments nothing is known.</summary>
    public ObjectValue? ConstructFromOutside(ClassValue type)
        => Construct(type, UnknownArgumentsOf(type), null, type.Origin) as ObjectValue;

    private List<Value> UnknownArgumentsOf(ClassValue type)
    {
        ClassValue? at = type;
        while (at is { Constructor: null, Super: ClassValue super })
        {
            at = super;
        }

        return at?.Constructor is { } constructor ? UnknownArguments(constructor, null) : [];
    }

    private Value EvaluateNew(NewExpression call, Scope scope)
    {
        Value callee = Evaluate(call.Callee, scope);
        List<Value> arguments = Arguments(call.Arguments, scope, out Value? rest);
        Origin origin = At(call, scope);
        return Map(callee, option => option switch
        {
            ClassValue type => Construct(type, arguments, rest, origin),
            FunctionValue function => ConstructPlain(function, arguments, rest, origin),
            NativeValue native => NewNative(native, arguments, call, scope),
            _ => NewUnknown(option, arguments, call, scope),
        });
    }

    private UnknownValue NewUnknown(Value type, List<Value> arguments, NewExpression call, Scope scope)
    {
        Escape(arguments);
        return Unknown(call, scope, type is UnknownValue unknown ? unknown.Reason : "made by what is no class");
    }

    private Value ConstructPlain(FunctionValue function, List<Value> arguments, Value? rest, Origin origin)
    {
        ObjectValue self = NewObject(origin);
        self.Prototype = Get(function, "prototype", origin, "prototype") as ObjectValue;
        Value result = Call(function, self, arguments, origin, function.Name ?? "new", rest);
        return result is ObjectValue and not UnknownValue ? result : self;
    }

    private Value Construct(ClassValue type, List<Value> arguments, Value? rest, Origin origin)
    {
        ObjectValue self = NewObject(origin);
        self.Prototype = type.Instances;
        if (_depth >= Budget.MaxCallDepth)
        {
            return self;
        }

        _depth++;
        try
        {
            return Initialize(type, self, arguments, rest, origin);
        }
        finally
        {
            _depth--;
        }
    }

    private Value Initialize(ClassValue type, ObjectValue self, List<Value> arguments, Value? rest, Origin origin)
    {
        if (type.Super is null)
        {
            InitializeFields(type, self);
        }
        else if (type.Constructor is null)
        {
            InitializeSuper(type, self, arguments, rest, origin);
        }

        if (type.Constructor is null)
        {
            return self;
        }

        Value result = Call(type.Constructor, self, arguments, origin, type.Name ?? "new", rest);
        return result is ObjectValue and not UnknownValue ? result : self;
    }

    private void InitializeSuper(ClassValue type, ObjectValue self, List<Value> arguments, Value? rest, Origin origin)
    {
        if (type.Super is ClassValue super)
        {
            Initialize(super, self, arguments, rest, origin);
        }
        else if (type.Super is NativeValue { Name: "Map" or "Set" or "Array" })
        {
            self.Open ??= [Unknown(origin, type.Name ?? "this", "of a class of the language")];
        }
        else if (type.Super is not null and not NothingValue)
        {
            _heap.Touch(self);
            self.Open ??= [Unknown(origin, "this", "of a class that is not known")];
        }

        InitializeFields(type, self);
    }

    private void InitializeFields(ClassValue type, ObjectValue self)
    {
        Frame frame = new() { Module = type.Closure.Frame.Module, This = self, Home = type };
        Scope scope = new(_heap, type.Closure, frame);
        foreach (ClassMember member in type.Node.Members)
        {
            if (member is FieldMember { IsStatic: false } field)
            {
                InitializeField(field, self, scope);
            }
        }
    }

    private void InitializeField(FieldMember field, ObjectValue self, Scope scope)
    {
        string? name = field.Key.Name ?? Values.KeyOf(Evaluate(field.Key.Computed!, scope));
        if (name is null)
        {
            return;
        }

        Value value = field.Value switch
        {
            null => Value.Undefined,
            FunctionNode function => MakeFunction(function, scope, name, self),
            _ => EvaluateNamed(field.Value, scope, name),
        };
        _heap.Touch(self);
        self.Properties[name] = value;
    }

    private Value SuperCall(CallExpression call, Scope scope)
    {
        List<Value> arguments = Arguments(call.Arguments, scope, out Value? rest);
        if (scope.Frame is { Home: { } home, This: ObjectValue self })
        {
            if (home.Super is not ClassValue)
            {
                Escape(arguments);
            }

            InitializeSuper(home, self, arguments, rest, At(call, scope));
        }

        return Value.Undefined;
    }

    private ClassValue MakeClass(ClassNode node, Scope scope, string? name)
    {
        Origin origin = At(node, scope);
        Value? super = node.SuperClass is null ? null : Evaluate(node.SuperClass, scope);
        super = super is UnionValue union ? union.Items[0] : super;
        ObjectValue instances = NewObject(origin);
        instances.Prototype = (super as ClassValue)?.Instances;
        Scope inner = new(_heap, scope);
        ClassValue type = new(_heap.NextBirth(), origin, node, inner, super, instances, name);
        instances.Properties["@@class"] = type;
        if (node.Name is not null)
        {
            inner.Set(_heap, node.Name.Name, type);
        }

        type.Properties["prototype"] = instances;
        foreach (ClassMember member in node.Members)
        {
            if (member is MethodMember method)
            {
                AddMethod(type, method, inner);
            }
        }

        Frame frame = new() { Module = scope.Frame.Module, This = type, Home = type };
        Scope statics = new(_heap, inner, frame);
        foreach (ClassMember member in node.Members)
        {
            switch (member)
            {
                case FieldMember { IsStatic: true } field:
                    InitializeField(field, type, statics);
                    break;
                case StaticBlock block:
                    RunAll(block.Body.Body, new Scope(_heap, statics));
                    break;
                default:
                    break;
            }
        }

        return type;
    }

    private void AddMethod(ClassValue type, MethodMember method, Scope scope)
    {
        string? name = method.Key.Name ?? Values.KeyOf(Evaluate(method.Key.Computed!, scope));
        FunctionValue function = new(_heap.NextBirth(), At(method, scope), method.Function, scope, name)
        {
            Home = type,
            Owner = method.IsStatic ? type : null,
        };
        _closures[method.Function] = function;
        if (method.Kind == MethodKind.Constructor)
        {
            type.Constructor = function;
            return;
        }

        if (name is null)
        {
            return;
        }

        Dictionary<string, Value> members = (method.IsStatic ? type : type.Instances).Properties;
        AccessorValue? before = members.GetValueOrDefault(name) as AccessorValue;
        members[name] = method.Kind switch
        {
            MethodKind.Getter => new AccessorValue(function, before?.Setter),
            MethodKind.Setter => new AccessorValue(before?.Getter, function),
            _ => function,
        };
    }
}
