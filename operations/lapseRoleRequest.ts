export async function lapseRoleRequest() {}
