export interface OpenWork { count: number; names: string[] }
export async function openWorkOf(): Promise<OpenWork> { return { count: 0, names: [] }; }
