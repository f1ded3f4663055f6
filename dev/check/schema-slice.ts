import {
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isSpecifiedScalarType,
} from "graphql";

/** How a schema compares with the contract that it is to grow into. */
export interface Slice {
  /** What a client written against the contract would trip over. */
  readonly conflicts: readonly string[];
  /** The fields of the contract that are there. */
  readonly served: number;
  /** All fields of the contract. */
  readonly total: number;
}

type Composite = GraphQLObjectType | GraphQLInterfaceType;

/**
 * Whatever of the contract is there has the contract's very type, and nothing beyond the contract is required of a
 * client. What the schema leaves out or adds is no conflict.
 */
export function compareWithContract(schema: GraphQLSchema, contract: GraphQLSchema): Slice {
  const types = Object.values(contract.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  const results = types.map((type) => compareType(schema.getType(type.name), type));
  return {
    conflicts: results.flatMap(({ conflicts }) => conflicts),
    served: results.reduce((sum, { served }) => sum + served, 0),
    total: results.reduce((sum, { total }) => sum + total, 0),
  };
}

function compareType(ours: GraphQLNamedType | undefined, theirs: GraphQLNamedType): Slice {
  const total = isComposite(theirs) || isInputObjectType(theirs) ? Object.keys(theirs.getFields()).length : 0;
  if (ours === undefined) return { conflicts: [], served: 0, total };
  if (isComposite(ours) && isComposite(theirs) && isObjectType(ours) === isObjectType(theirs)) {
    return compareFields(ours, theirs);
  }
  if (isInputObjectType(ours) && isInputObjectType(theirs)) return compareInputs(ours, theirs);
  if (isEnumType(ours) && isEnumType(theirs)) return { conflicts: compareValues(ours, theirs), served: 0, total };
  const sameKind = ours.constructor.name === theirs.constructor.name;
  return { conflicts: sameKind ? [] : [`${theirs.name} is of another kind`], served: 0, total };
}

function compareFields(ours: Composite, theirs: Composite): Slice {
  const own = ours.getFields();
  const pairs = Object.values(theirs.getFields()).flatMap((their) => {
    const our = own[their.name];
    return our === undefined ? [] : [{ our, their }];
  });
  const lost = theirs.getInterfaces().filter(({ name }) => !ours.getInterfaces().some((have) => have.name === name));
  const conflicts = [
    ...lost.map(({ name }) => `${ours.name} does not implement ${name}`),
    ...pairs.flatMap(({ our, their }) => [
      ...compareTypes(`${ours.name}.${our.name}`, our, their),
      ...compareArguments(`${ours.name}.${our.name}`, our, their),
    ]),
  ];
  return { conflicts, served: pairs.length, total: Object.keys(theirs.getFields()).length };
}

function compareInputs(ours: GraphQLInputObjectType, theirs: GraphQLInputObjectType): Slice {
  const expected = theirs.getFields();
  const own = Object.values(ours.getFields());
  const shared = own.filter(({ name }) => expected[name] !== undefined);
  const conflicts = own.flatMap((our) => {
    const their = expected[our.name];
    if (their !== undefined) return compareTypes(`${ours.name}.${our.name}`, our, their);
    return isRequiredInputField(our)
      ? [`${ours.name}.${our.name} is required, and the contract has no such field`]
      : [];
  });
  return { conflicts, served: shared.length, total: Object.keys(expected).length };
}

function compareArguments(place: string, ours: GraphQLField<unknown, unknown>, theirs: GraphQLField<unknown, unknown>) {
  return ours.args.flatMap((our) => {
    const their = theirs.args.find(({ name }) => name === our.name);
    if (their !== undefined)
      return [...compareTypes(`${place}(${our.name})`, our, their), ...compareDefaults(place, our, their)];
    return isRequiredArgument(our) ? [`${place}(${our.name}) is required, and the contract has no such argument`] : [];
  });
}

function compareDefaults(place: string, ours: GraphQLArgument, theirs: GraphQLArgument): readonly string[] {
  const [our, their] = [JSON.stringify(ours.defaultValue), JSON.stringify(theirs.defaultValue)];
  return our === their ? [] : [`${place}(${ours.name}) is ${our ?? "nothing"} by default, not ${their ?? "nothing"}`];
}

function compareTypes(place: string, ours: { type: unknown }, theirs: { type: unknown }): readonly string[] {
  return String(ours.type) === String(theirs.type) ? [] : [`${place} is ${ours.type}, not ${theirs.type}`];
}

function compareValues(ours: GraphQLEnumType, theirs: GraphQLEnumType): readonly string[] {
  const expected = new Set(theirs.getValues().map(({ name }) => name));
  return expected.size === 0 || ours.getValues().some(({ name }) => expected.has(name))
    ? []
    : [`${ours.name} shares no value with the contract's`];
}

function isComposite(type: GraphQLNamedType): type is Composite {
  return isObjectType(type) || isInterfaceType(type);
}
