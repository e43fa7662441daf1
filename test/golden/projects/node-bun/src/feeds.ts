export const feeds: string[] = [];
